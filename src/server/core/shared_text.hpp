// A text that several hold and nobody changes: one copy of it, and a handle as large as a pointer. The copies of a
// handle belong to one thread. Must not know: whose text it is.
#pragma once

#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace banter::server {

class SharedText {
 public:
  SharedText() = default;  ///< empty
  /// At most 4 GiB.
  explicit SharedText(std::string_view text) {
    if (text.empty()) return;
    void* const memory = ::operator new(sizeof(Head) + text.size());
    head_ = new (memory) Head{1, static_cast<std::uint32_t>(text.size())};
    std::memcpy(head_ + 1, text.data(), text.size());
  }
  SharedText(const SharedText& other) noexcept : head_(other.head_) {
    if (head_) ++head_->owners;
  }
  SharedText(SharedText&& other) noexcept : head_(std::exchange(other.head_, nullptr)) {}
  SharedText& operator=(SharedText other) noexcept {
    std::swap(head_, other.head_);
    return *this;
  }
  ~SharedText() {
    if (head_ && --head_->owners == 0) ::operator delete(head_);
  }

  /// Valid as long as a handle of the text is.
  [[nodiscard]] std::string_view view() const {
    return head_ ? std::string_view(reinterpret_cast<const char*>(head_ + 1), head_->size) : std::string_view();
  }
  [[nodiscard]] std::string str() const { return std::string(view()); }
  operator std::string_view() const { return view(); }
  friend bool operator==(const SharedText& a, const SharedText& b) {
    return a.head_ == b.head_ || a.view() == b.view();
  }
  friend bool operator==(const SharedText& a, std::string_view b) { return a.view() == b; }

 private:
  struct Head {
    std::uint32_t owners;
    std::uint32_t size;  ///< bytes of the text, which follows
  };

  Head* head_ = nullptr;
};

}  // namespace banter::server
