/* The functions of the page that the module imports. library_banter.js hands each on to the
   ChatHost object (web/embed/host.js) that created this instance. Strings are UTF-8 with their
   length in bytes and live for the call only; lengths and offsets are never 64 bits wide. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/* glyphs */
void banter_js_define_style(int style, float size, int weight, int mono, int italic);
void banter_js_metrics(int style, float* ascent_descent);
void banter_js_measure(int style, const char* text, int length, float* five);
float banter_js_width_within(int style, const char* text, int length, int start, int end);
float banter_js_share(int style, const char* text, int length, int start, int end, int offset);
void banter_js_rasterise(int page, int size, int style, const char* text, int length, float scale, const int* box);
void banter_js_clear_page(int page, int size);
/* where words begin, UTF-16 units without 0; `begins` has room for as many as the text has bytes */
int banter_js_words(const char* text, int length, unsigned* begins);
void banter_js_upload(int page, unsigned texture, int x, int y, int width, int height);

/* the canvas, as html5.h finds it: "!canvas" */
void banter_js_bind_canvas(void);
/* 0 arrow, 1 hand, 2 text */
void banter_js_set_cursor(int cursor);
void banter_js_lose_context(void);

/* the mirror and the fields */
void banter_js_mirror_put(unsigned id, unsigned parent, int role, int flags, int position, int set_size, float x,
                          float y, float w, float h, const char* name, int length, const char* href, int href_length,
                          const char* lang, int lang_length);
void banter_js_mirror_remove(unsigned id);
void banter_js_mirror_order(const unsigned* ids, int count);
void banter_js_set_field(unsigned id, const char* value, int length);
void banter_js_focus(unsigned id);
void banter_js_copy(void);
void banter_js_copied(const char* text, int text_length, const char* html, int html_length);
void banter_js_announce(const char* words, int length);

/* the rest of the world */
void banter_js_wake(void);
void banter_js_console(int level, const char* line, int length);
int banter_js_utc_offset(double unix_ms);
void banter_js_random(unsigned char* bytes, int count);
int banter_js_remembered(const char* key, int key_length, char* out, int room);
void banter_js_remember(const char* key, int key_length, const char* value, int length);
double banter_js_buffered(int socket);
void banter_js_forget_socket(int socket);
/* text frames are written to where banter_room says, and told of through banter_heard */
void banter_js_hear(int socket, void* sockets);

/* what outlives the visit; `what` as chat::KeptChange, `stage` as chat::KeptMessage count them */
int banter_js_keeps(void);
void banter_js_keep(int what, int stage, double place, double version, double time, double seq, double edit,
                    const char* id, int id_length, const char* owner, int owner_length, const char* author,
                    int author_length, const char* epoch, int epoch_length, const char* text, int text_length,
                    const char* error, int error_length);
void banter_js_want_turn(int wanted);
void banter_js_keep_room(const char* frames, int length);

/* what the embedding page is told */
void banter_js_link(int link, const char* reason, int length, double retry_in_ms);
/* members of the room, negative: not known; nicknames of those who type, each ended by a line feed */
void banter_js_people(double members, const char* typing, int length);
/* marks: bit 0 edited, bit 1 deleted */
void banter_js_row(unsigned id, double number, int delivery, int marks, double time, const char* author,
                   int author_length, const char* user, int user_length, const char* text, int text_length,
                   const char* error, int error_length);
void banter_js_ask_token(unsigned socket);
void banter_js_answered(int request, const char* error, int length);
void banter_js_protocol_error(const char* detail, int length);
void banter_js_snapshot(int link, double messages, double frames, double protocol_errors, double measured,
                        double unmeasured, int log_open, int at_end, int settled);
void banter_js_snapshot_row(unsigned id, double number, int delivery, int marks, double time, float x, float y, float w,
                            float h, const char* author, int author_length, const char* user, int user_length,
                            const char* text, int text_length);
void banter_js_snapshot_people(double members, const char* typing, int length);
/* of the row before; UTF-16 units */
void banter_js_snapshot_line(int start, int end, float x, float y, float w, float h);
/* row ids and UTF-16 units of their texts */
void banter_js_snapshot_selection(const char* text, int length, unsigned start_row, int start, unsigned end_row,
                                  int end);
void banter_js_snapshot_composer(const char* text, int length, int selection_start, int selection_end);
/* of the composer; 0 caret, 1 selection, 2 composition */
void banter_js_snapshot_box(int kind, float x, float y, float w, float h);

#ifdef __cplusplus
}
#endif
