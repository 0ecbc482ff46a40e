# The module: banter.mjs and banter.wasm. Only sources under platform/web know Emscripten.
set(web_flags -fno-exceptions -fno-rtti)
foreach(target banter_base banter_text banter_protocol banter_net banter_chat banter_ui banter_app banter_imgui)
  get_target_property(type ${target} TYPE)
  if(NOT type STREQUAL INTERFACE_LIBRARY)
    target_compile_options(${target} PRIVATE ${web_flags})
  endif()
endforeach()
target_compile_definitions(banter_json INTERFACE JSON_NOEXCEPTION)

file(GLOB web_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/platform/web/*.cpp)
add_executable(banter_web ${web_sources})
set(web_root ${PROJECT_BINARY_DIR}/include/web)
file(MAKE_DIRECTORY ${web_root}/platform)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src/platform/web ${web_root}/platform/web SYMBOLIC)
target_include_directories(banter_web PRIVATE ${web_root})
target_link_libraries(banter_web PRIVATE banter_app banter_warnings)
target_compile_options(banter_web PRIVATE ${web_flags})

set(exports _malloc,_free,_banter_create,_banter_start,_banter_destroy,_banter_step,_banter_frame,_banter_wants,_banter_deadline,_banter_overfull,_banter_room,_banter_heard,_banter_resize,_banter_appearance,_banter_forced_colors,_banter_fonts_changed,_banter_ink_changed,_banter_context_lost,_banter_context_restored,_banter_pointer,_banter_press,_banter_copy,_banter_wheel,_banter_can_scroll,_banter_touch_begins,_banter_focus,_banter_field,_banter_submit,_banter_activate,_banter_key,_banter_woke,_banter_online,_banter_send,_banter_notice,_banter_reconnect,_banter_listen,_banter_snapshot,_banter_restore_room,_banter_kept_elsewhere,_banter_message_kept,_banter_keeping_failed,_banter_turn,_banter_keep_room,_banter_token,_banter_delete,_banter_moderate,_banter_show)
set(library ${PROJECT_SOURCE_DIR}/src/platform/web/library_banter.js)
target_link_options(banter_web PRIVATE
  --no-entry -lwebsocket.js --js-library ${library}
  -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createBanter -sENVIRONMENT=web -sFILESYSTEM=0 -sDYNAMIC_EXECUTION=0
  -sMALLOC=emmalloc -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16777216
  -sTOTAL_STACK=1048576 -sEXPORTED_FUNCTIONS=${exports} -sEXPORTED_RUNTIME_METHODS=UTF8ToString,stringToUTF8,lengthBytesUTF8
  -sTEXTDECODER=2 -sSUPPORT_ERRNO=0)
set_property(TARGET banter_web PROPERTY LINK_DEPENDS ${library})
if(CMAKE_BUILD_TYPE STREQUAL Debug)
  target_link_options(banter_web PRIVATE -sASSERTIONS=2 -g2)
else()
  # Copies are memory.copy: every browser with WebGL 2 on all its machines has it (Safari 15), and Emscripten's own go byte
  # by byte where two places are not aligned alike.
  foreach(target banter_base banter_text banter_protocol banter_net banter_chat banter_ui banter_app banter_imgui banter_sheenbidi banter_unibreak banter_web)
    get_target_property(type ${target} TYPE)
    if(NOT type STREQUAL INTERFACE_LIBRARY)
      target_compile_options(${target} PRIVATE -Oz -finline-functions -flto -mbulk-memory)
    endif()
  endforeach()
  target_link_options(banter_web PRIVATE -Oz -flto -mbulk-memory)
  # What runs for each message that comes, and for each of a million rows that are measured, is compiled for speed: a few
  # kilobytes for half of the time. Emscripten remembers of an -Oz before an -O2 that nothing shall be inlined.
  foreach(hot base/utf8 protocol/chat_scanner protocol/string_scanner chat/store_apply chat/message_log
      text/line_count ui/row_heights ui/row_layout)
    set_source_files_properties(${PROJECT_SOURCE_DIR}/src/${hot}.cpp PROPERTIES COMPILE_OPTIONS "-O2;-finline-functions")
  endforeach()
endif()

# The page: the module, the embedding code beside it, the shell around it.
set(BANTER_PAGE ${PROJECT_SOURCE_DIR}/build/web CACHE PATH "Where the page is put together")
set_target_properties(banter_web PROPERTIES OUTPUT_NAME banter SUFFIX .mjs)
file(GLOB page_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/web/embed/* ${PROJECT_SOURCE_DIR}/web/examples/* ${PROJECT_SOURCE_DIR}/web/examples/*/* ${PROJECT_SOURCE_DIR}/shell/*)
add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/page.stamp
  COMMAND ${CMAKE_COMMAND} -E make_directory ${BANTER_PAGE}/embed
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${PROJECT_SOURCE_DIR}/shell ${BANTER_PAGE}
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${PROJECT_SOURCE_DIR}/web/embed ${BANTER_PAGE}/embed
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${PROJECT_SOURCE_DIR}/web/examples ${BANTER_PAGE}/examples
  COMMAND ${CMAKE_COMMAND} -E copy ${PROJECT_BINARY_DIR}/banter.mjs ${PROJECT_BINARY_DIR}/banter.wasm ${BANTER_PAGE}/embed
  COMMAND ${CMAKE_COMMAND} -E touch ${PROJECT_BINARY_DIR}/page.stamp
  DEPENDS banter_web ${page_sources} VERBATIM)
add_custom_target(page ALL DEPENDS ${PROJECT_BINARY_DIR}/page.stamp)
