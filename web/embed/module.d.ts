/** The exports of the WebAssembly module (src/platform/web/main.cpp) and of Emscripten's runtime. */
export interface BanterModule {
  UTF8ToString(pointer: number): string;
  stringToUTF8(text: string, pointer: number, room: number): void;
  lengthBytesUTF8(text: string): number;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _banter_create(url: number, room: number, nick: number, dialect: number, messageField: number, nickField: number, pageSize: number): number;
  _banter_start(): number;
  _banter_destroy(): void;
  _banter_step(): void;
  _banter_frame(): void;
  _banter_wants(): number;
  _banter_deadline(): number;
  _banter_overfull(): number;
  _banter_resize(width: number, height: number, deviceWidth: number, deviceHeight: number, scale: number): void;
  _banter_appearance(dark: number, reducedMotion: number, target: number): void;
  _banter_forced_colors(canvas: number, canvasText: number, linkText: number, buttonFace: number, buttonText: number, highlight: number, highlightText: number, grayText: number): void;
  _banter_fonts_changed(): void;
  _banter_ink_changed(): void;
  _banter_context_lost(): void;
  _banter_context_restored(): void;
  _banter_pointer(kind: number, x: number, y: number, touch: number): number;
  _banter_press(clicks: number, shift: number, inField: number): void;
  _banter_copy(): void;
  _banter_wheel(x: number, y: number, delta: number): number;
  _banter_can_scroll(x: number, y: number, delta: number): number;
  _banter_touch_begins(x: number, y: number, scrolled: number): number;
  _banter_focus(node: number, visible: number): void;
  _banter_field(field: number, value: number, start: number, end: number, compositionStart: number, compositionEnd: number, scrollTop: number): void;
  _banter_submit(field: number): void;
  _banter_activate(node: number): void;
  _banter_key(node: number, key: number, modifiers: number): number;
  _banter_online(online: number): void;
  _banter_send(text: number): number;
  _banter_reconnect(): void;
  _banter_listen(rows: number): void;
  _banter_snapshot(): void;
}
