#include "text/shortcodes.hpp"

namespace banter::text {
namespace {

// The names in the order of their bytes. One text without a table of where each is: that would be as large again. The
// emoji are fully qualified (Unicode 15, emoji-test.txt).
constexpr std::string_view entries =
    "+1:👍 -1:👎 100:💯 1st_place_medal:🥇 2nd_place_medal:🥈 3rd_place_medal:🥉 airplane:✈️ "
    "alarm_clock:⏰ alien:👽 angry:😠 apple:🍎 arrow_down:⬇️ arrow_left:⬅️ arrow_right:➡️ "
    "arrow_up:⬆️ arrows_counterclockwise:🔄 art:🎨 astonished:😲 avocado:🥑 baby:👶 balloon:🎈 "
    "banana:🍌 bar_chart:📊 bee:🐝 beer:🍺 beers:🍻 bell:🔔 bike:🚲 birthday:🎂 black_heart:🖤 "
    "blue_heart:💙 blush:😊 bomb:💣 book:📖 books:📚 boom:💥 bow:🙇 brain:🧠 broken_heart:💔 "
    "bug:🐛 "
    "bulb:💡 butterfly:🦋 cake:🍰 calendar:📆 call_me_hand:🤙 camera:📷 car:🚗 cat:🐱 champagne:🍾 "
    "chart_with_downwards_trend:📉 chart_with_upwards_trend:📈 checkered_flag:🏁 christmas_tree:🎄 "
    "clap:👏 clinking_glasses:🥂 cloud:☁️ clown_face:🤡 coffee:☕ cold_face:🥶 cold_sweat:😰 "
    "computer:💻 confused:😕 construction:🚧 cookie:🍪 cool:🆒 cowboy_hat_face:🤠 crab:🦀 "
    "crossed_fingers:🤞 crown:👑 cry:😢 cursing_face:🤬 dancer:💃 dart:🎯 date:📅 disappointed:😞 "
    "dizzy:💫 dizzy_face:😵 dog:🐶 dollar:💵 drooling_face:🤤 droplet:💧 earth_africa:🌍 eggplant:🍆 "
    "email:📧 envelope:✉️ exclamation:❗ exploding_head:🤯 expressionless:😑 eyes:👀 facepalm:🤦 "
    "fearful:😨 fire:🔥 floppy_disk:💾 flushed:😳 four_leaf_clover:🍀 fox_face:🦊 frog:🐸 frowning:😦 "
    "frowning_face:☹️ game_die:🎲 gear:⚙️ gem:💎 ghost:👻 gift:🎁 green_circle:🟢 green_heart:💚 "
    "grimacing:😬 grin:😁 grinning:😀 hamburger:🍔 hammer:🔨 hand_over_mouth:🤭 handshake:🤝 "
    "headphones:🎧 hear_no_evil:🙉 heart:❤️ heart_eyes:😍 heart_eyes_cat:😻 heavy_check_mark:✔️ "
    "hot_face:🥵 hot_pepper:🌶️ hourglass:⌛ house:🏠 hugs:🤗 innocent:😇 iphone:📱 jack_o_lantern:🎃 "
    "joy:😂 key:🔑 keyboard:⌨️ kiss:💋 kissing_heart:😘 large_blue_circle:🔵 laughing:😆 link:🔗 "
    "lock:🔒 loudspeaker:📢 mag:🔍 mask:😷 melting_face:🫠 memo:📝 metal:🤘 moneybag:💰 "
    "monkey_face:🐵 "
    "monocle_face:🧐 muscle:💪 musical_note:🎵 nauseated_face:🤢 nerd_face:🤓 neutral_face:😐 new:🆕 "
    "ninja:🥷 no_bell:🔕 no_entry:⛔ no_entry_sign:🚫 no_mouth:😶 notes:🎶 o:⭕ ocean:🌊 ok:🆗 "
    "ok_hand:👌 "
    "open_mouth:😮 orange_heart:🧡 package:📦 palm_tree:🌴 panda_face:🐼 paperclip:📎 partying_face:🥳 "
    "pencil2:✏️ penguin:🐧 pensive:😔 phone:☎️ pig:🐷 pinched_fingers:🤌 pizza:🍕 pleading_face:🥺 "
    "point_down:👇 point_left:👈 point_right:👉 point_up:☝️ point_up_2:👆 poop:💩 popcorn:🍿 pray:🙏 "
    "punch:👊 purple_heart:💜 pushpin:📌 question:❓ rage:😡 rainbow:🌈 rainbow_flag:🏳️‍🌈 "
    "raised_eyebrow:🤨 raised_hand:✋ raised_hands:🙌 raising_hand:🙋 recycle:♻️ red_circle:🔴 "
    "relaxed:☺️ relieved:😌 robot:🤖 rocket:🚀 rofl:🤣 roll_eyes:🙄 rose:🌹 rotating_light:🚨 "
    "runner:🏃 "
    "saluting_face:🫡 scissors:✂️ scream:😱 see_no_evil:🙈 shield:🛡️ ship:🚢 shrug:🤷 "
    "shushing_face:🤫 skull:💀 sleeping:😴 slightly_frowning_face:🙁 slightly_smiling_face:🙂 "
    "smile:😄 smiley:😃 smiling_face_with_three_hearts:🥰 smiling_imp:😈 smirk:😏 snowflake:❄️ sob:😭 "
    "soccer:⚽ sos:🆘 space_invader:👾 sparkles:✨ sparkling_heart:💖 speak_no_evil:🙊 star:⭐ star2:🌟 "
    "star_struck:🤩 stop_sign:🛑 strawberry:🍓 stuck_out_tongue:😛 stuck_out_tongue_winking_eye:😜 "
    "sunflower:🌻 sunglasses:😎 sunny:☀️ sushi:🍣 sweat:😓 sweat_drops:💦 sweat_smile:😅 tada:🎉 "
    "tea:🍵 "
    "thinking:🤔 thinking_face:🤔 thumbsdown:👎 thumbsup:👍 tired_face:😫 triumph:😤 trophy:🏆 "
    "turtle:🐢 two_hearts:💕 unamused:😒 unicorn:🦄 unlock:🔓 upside_down_face:🙃 v:✌️ video_game:🎮 "
    "vomiting_face:🤮 vulcan_salute:🖖 warning:⚠️ wastebasket:🗑️ wave:👋 weary:😩 "
    "white_check_mark:✅ white_heart:🤍 wine_glass:🍷 wink:😉 worried:😟 wrench:🔧 writing_hand:✍️ "
    "x:❌ yawning_face:🥱 yellow_heart:💛 yum:😋 zany_face:🤪 zap:⚡ zipper_mouth_face:🤐 zzz:💤 ";

}  // namespace

std::string_view find_shortcode(std::string_view name) {
  // The entries from `low` to `high` may still be it. Both are where one begins, or the end.
  std::size_t low = 0;
  std::size_t high = entries.size();
  while (low < high) {
    std::size_t start = low + (high - low) / 2;
    while (start > low && entries[start - 1] != ' ') --start;
    const std::size_t colon = entries.find(':', start);
    const std::size_t end = entries.find(' ', colon);
    const int order = name.compare(entries.substr(start, colon - start));
    if (order == 0) return entries.substr(colon + 1, end - colon - 1);
    if (order < 0) {
      high = start;
    } else {
      low = end + 1;
    }
  }
  return {};
}

std::string_view shortcode_entries() {
  return entries;
}

}  // namespace banter::text
