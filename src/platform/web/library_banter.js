// What host.h declares, as a JavaScript library for emcc: strings are read here, floats written
// here (memory may grow and move, so views are fetched for every call), and everything else is the
// ChatHost's (web/embed/host.js), which reaches the module as its `host` option.
/* global mergeInto, LibraryManager, Module, UTF8ToString, HEAPU8, HEAP32, HEAPU32, HEAPF32, GLctx, GL, WS, specialHTMLTargets, stringToUTF8, lengthBytesUTF8, _banter_room, _banter_heard, TextEncoder */
mergeInto(LibraryManager.library, {
  banter_js_define_style: function (style, size, weight, mono, italic) {
    Module['host'].glyphs.defineStyle(style, size, weight, mono !== 0, italic !== 0);
  },
  banter_js_metrics: function (style, out) {
    var m = Module['host'].glyphs.metrics(style);
    HEAPF32[out >> 2] = m.ascent;
    HEAPF32[(out >> 2) + 1] = m.descent;
  },
  banter_js_measure: function (style, text, length, out) {
    var five = Module['host'].glyphs.measure(style, UTF8ToString(text, length));
    HEAPF32.set(five, out >> 2);
  },
  banter_js_width_within: function (style, text, length, start, end) {
    return Module['host'].glyphs.widthWithin(style, UTF8ToString(text, length), start, end);
  },
  banter_js_share: function (style, text, length, start, end, offset) {
    return Module['host'].glyphs.share(style, UTF8ToString(text, length), start, end, offset);
  },
  banter_js_rasterise: function (page, size, style, text, length, scale, box) {
    var b = box >> 2;
    Module['host'].glyphs.rasterise(page, size, style, UTF8ToString(text, length), scale,
      HEAP32[b], HEAP32[b + 1], HEAP32[b + 2], HEAP32[b + 3], HEAP32[b + 4], HEAP32[b + 5]);
  },
  banter_js_clear_page: function (page, size) { Module['host'].glyphs.clearPage(page, size); },
  banter_js_words: function (text, length, begins) {
    var words = Module['host'].glyphs.words(UTF8ToString(text, length));
    HEAPU32.set(words, begins >> 2);
    return words.length;
  },
  banter_js_upload__deps: ['$GL'],
  banter_js_upload: function (page, texture, x, y, w, h) {
    Module['host'].glyphs.upload(GLctx, GL.textures[texture], page, x, y, w, h);
  },

  banter_js_bind_canvas__deps: ['$specialHTMLTargets'],
  banter_js_bind_canvas: function () { specialHTMLTargets['!canvas'] = Module['host'].canvas; },
  banter_js_set_cursor: function (cursor) { Module['host'].setCursor(cursor); },
  banter_js_lose_context: function () {
    var ext = GLctx && GLctx.getExtension('WEBGL_lose_context');
    if (ext) ext.loseContext();
  },

  banter_js_mirror_put: function (id, parent, role, flags, position, setSize, x, y, w, h, name, length, href, hrefLength, lang, langLength) {
    Module['host'].mirror.put(id >>> 0, parent >>> 0, role, flags, position, setSize, x, y, w, h, UTF8ToString(name, length),
      UTF8ToString(href, hrefLength), UTF8ToString(lang, langLength));
  },
  banter_js_mirror_remove: function (id) { Module['host'].mirror.remove(id >>> 0); },
  banter_js_mirror_order: function (ids, count) {
    Module['host'].mirror.reorder(Array.from(HEAPU32.subarray(ids >> 2, (ids >> 2) + count)));
  },
  banter_js_set_field: function (id, value, length) { Module['host'].mirror.setField(id >>> 0, UTF8ToString(value, length)); },
  banter_js_focus: function (id) { Module['host'].mirror.focus(id >>> 0); },
  banter_js_copy: function () { Module['host'].copy(); },
  banter_js_copied: function (text, length, html, htmlLength) {
    Module['host'].copied = { text: UTF8ToString(text, length), html: UTF8ToString(html, htmlLength) };
  },
  banter_js_announce: function (words, length) { Module['host'].mirror.announce(UTF8ToString(words, length)); },

  banter_js_wake: function () { Module['host'].wake(); },
  banter_js_console: function (level, line, length) { Module['host'].log(level, UTF8ToString(line, length)); },
  banter_js_utc_offset: function (ms) { return -new Date(ms).getTimezoneOffset(); },
  banter_js_random: function (bytes, count) { crypto.getRandomValues(HEAPU8.subarray(bytes, bytes + count)); },
  banter_js_remembered: function (key, keyLength, out, room) {
    var value = Module['host'].remembered(UTF8ToString(key, keyLength));
    var length = lengthBytesUTF8(value);
    if (length >= room) return 0;
    stringToUTF8(value, out, room);
    return length;
  },
  banter_js_remember: function (key, keyLength, value, length) {
    Module['host'].remember(UTF8ToString(key, keyLength), UTF8ToString(value, length));
  },
  // Emscripten 3.1 keeps sockets in an array, and for ever; later ones have an allocator that forgets them itself.
  banter_js_buffered__deps: ['$WS'],
  banter_js_buffered: function (socket) {
    var s = WS.sockets ? WS.sockets[socket] : WS.getSocket(socket);
    return s ? s.bufferedAmount : 0;
  },
  banter_js_forget_socket__deps: ['$WS'],
  banter_js_forget_socket: function (socket) { if (WS.sockets) WS.sockets[socket] = null; },

  banter_js_keeps: function () { return Module['host'].keeping ? 1 : 0; },
  banter_js_keep: function (what, stage, place, version, time, seq, edit, id, idLength, owner, ownerLength, author, authorLength, epoch, epochLength, text, textLength, error, errorLength) {
    Module['host'].keeping.keep(what, { 'stage': stage, 'place': place, 'version': version, 'time': time, 'seq': seq, 'edit': edit, 'id': UTF8ToString(id, idLength),
      'owner': UTF8ToString(owner, ownerLength), 'author': UTF8ToString(author, authorLength), 'epoch': UTF8ToString(epoch, epochLength),
      'text': UTF8ToString(text, textLength), 'error': UTF8ToString(error, errorLength) });
  },
  banter_js_want_turn: function (wanted) { Module['host'].keeping.wantTurn(wanted !== 0); },
  banter_js_keep_room: function (frames, length) { Module['host'].keeping.keepRoom(UTF8ToString(frames, length)); },
  // Emscripten goes over a text frame's characters one by one, twice, and asks for memory for each frame. The browser
  // writes UTF-8 ten times as fast; all else stays with Emscripten's handler.
  banter_js_hear__deps: ['$WS'],
  banter_js_hear: function (socket, sockets) {
    var s = WS.sockets ? WS.sockets[socket] : WS.getSocket(socket);
    var theirs = s.onmessage;
    var encoder = new TextEncoder();
    s.onmessage = function (event) {
      var data = event.data;
      if (typeof data !== 'string') return theirs.call(s, event);
      var room = data.length; // nearly always a byte for each; else three are enough
      for (;;) {
        var at = _banter_room(sockets, room);
        var result = encoder.encodeInto(data, HEAPU8.subarray(at, at + room));
        if (result.read === data.length) return _banter_heard(sockets, socket, result.written);
        room = data.length * 3;
      }
    };
  },

  banter_js_link: function (link, reason, length, retryIn) { Module['host'].linkChanged(link, UTF8ToString(reason, length), retryIn); },
  banter_js_people: function (members, typing, length) { Module['host'].peopleChanged(members, UTF8ToString(typing, length)); },
  banter_js_row: function (id, number, delivery, marks, time, author, authorLength, user, userLength, text, textLength, error, errorLength) {
    Module['host'].rowChanged(id >>> 0, number, delivery, marks, time, UTF8ToString(author, authorLength), UTF8ToString(user, userLength), UTF8ToString(text, textLength),
      UTF8ToString(error, errorLength));
  },
  banter_js_ask_token: function (socket) { Module['host'].askToken(socket >>> 0); },
  banter_js_answered: function (request, error, length) { Module['host'].requests.answered(request, UTF8ToString(error, length)); },
  banter_js_protocol_error: function (detail, length) { Module['host'].protocolError(UTF8ToString(detail, length)); },
  banter_js_snapshot: function (link, messages, frames, protocolErrors, measured, unmeasured, logOpen, atEnd, settled) {
    Module['host'].takeSnapshot(link, messages, frames, protocolErrors, measured, unmeasured, logOpen !== 0, atEnd !== 0, settled !== 0);
  },
  banter_js_snapshot_row: function (id, number, delivery, marks, time, x, y, w, h, author, authorLength, user, userLength, text, textLength) {
    Module['host'].takeSnapshotRow(id >>> 0, number, delivery, marks, time, x, y, w, h, UTF8ToString(author, authorLength),
      UTF8ToString(user, userLength), UTF8ToString(text, textLength));
  },
  banter_js_snapshot_people: function (members, typing, length) {
    Module['host'].takeSnapshotPeople(members, UTF8ToString(typing, length));
  },
  banter_js_snapshot_line: function (start, end, x, y, w, h) { Module['host'].takeSnapshotLine(start, end, x, y, w, h); },
  banter_js_snapshot_selection: function (text, length, startRow, start, endRow, end) {
    Module['host'].takeSnapshotSelection(UTF8ToString(text, length), startRow >>> 0, start, endRow >>> 0, end);
  },
  banter_js_snapshot_composer: function (text, length, start, end) {
    Module['host'].takeSnapshotComposer(UTF8ToString(text, length), start, end);
  },
  banter_js_snapshot_box: function (kind, x, y, w, h) { Module['host'].takeSnapshotBox(kind, x, y, w, h); },
});
