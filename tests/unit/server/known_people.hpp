// People with signed tokens, without signatures: who a token is of is written down here.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "hub_driver.hpp"

namespace banter::server {

class KnownPeople final : public TokenVerifier {
 public:
  std::map<std::string, Identity, std::less<>> known;

  [[nodiscard]] std::variant<Identity, TokenRefused> verify(std::string_view token, WallTime now) const override {
    const auto at = known.find(token);
    if (at == known.end()) return TokenRefused{"unknown", false};
    if (at->second.expires && *at->second.expires <= now) return TokenRefused{"expired", true};
    return at->second;
  }
  /// A token with all rights in all rooms, until it is changed.
  Identity& add(const std::string& token) {
    Identity& identity = known[token];
    identity.user = "u-" + token.substr(0, token.find('.'));
    for (const auto* word : {"mute", "kick", "ban", "delete"}) identity.rights.add(word);
    return identity;
  }
};

/// A hub that takes both kinds of tokens; "mod.x.y" is a moderator's.
struct Moderated : HubDriver {
  explicit Moderated(HubConfig wanted = {}) : Moderated(std::make_shared<KnownPeople>(), std::move(wanted)) {}
  Moderated(std::shared_ptr<KnownPeople> known, HubConfig wanted)
      : HubDriver(with(std::move(wanted), known)), people(std::move(known)) {
    people->add("mod.x.y");
  }
  static HubConfig with(HubConfig config, const std::shared_ptr<KnownPeople>& known) {
    if (config.auth == AuthMode::anonymous) config.auth = AuthMode::both;
    config.verifier = known;
    return config;
  }
  /// Connects and says hello with this token.
  void greet(int client, const std::string& token, const std::string& nick = "Mo") {
    connect(client);
    say(client, protocol::Hello{nick, token});
  }
  void enter_as(int client, const std::string& token, const std::string& room = "general") {
    greet(client, token, token == "mod.x.y" ? "Mo" : token.substr(0, token.find('.')));
    say(client, protocol::Join{room, {}, 0});
  }
  void moderate(int client, const std::string& action, const std::string& user, std::uint64_t seconds = 0,
                const std::string& room = "general") {
    say(client, protocol::Moderate{room, "x" + std::to_string(++asked_), action, user, seconds});
  }
  std::string user(int client) { return last<protocol::Welcome>(client).user; }

  std::shared_ptr<KnownPeople> people;

 private:
  int asked_ = 0;
};

}  // namespace banter::server
