# Third-party code as targets. scripts/deps.sh has put the pinned archives under .deps; what comes
# from the system's packages is found where the system keeps it.
set(BANTER_DEPS ${PROJECT_SOURCE_DIR}/.deps CACHE PATH "Where scripts/deps.sh unpacked the dependencies")
set(imgui ${BANTER_DEPS}/imgui)
if(NOT EXISTS ${imgui}/imgui.cpp)
  message(FATAL_ERROR "Dear ImGui is not in ${BANTER_DEPS}: run `make setup` first")
endif()

add_library(banter_imgui STATIC ${imgui}/imgui.cpp ${imgui}/imgui_draw.cpp ${imgui}/imgui_tables.cpp ${imgui}/imgui_widgets.cpp)
target_include_directories(banter_imgui SYSTEM PUBLIC ${imgui})
target_compile_definitions(banter_imgui PUBLIC IMGUI_USER_CONFIG="${PROJECT_SOURCE_DIR}/src/ui/imgui_config.h")

# Text: bidirectional order (UAX #9) and line breaks (UAX #14). C, and only the parts that src/text uses.
set(sheenbidi ${BANTER_DEPS}/sheenbidi)
set(unibreak ${BANTER_DEPS}/libunibreak/src)
if(NOT EXISTS ${sheenbidi}/Source/SheenBidi.c OR NOT EXISTS ${unibreak}/linebreak.c)
  message(FATAL_ERROR "SheenBidi or libunibreak is not in ${BANTER_DEPS}: run `make setup` first")
endif()
add_library(banter_sheenbidi STATIC ${sheenbidi}/Source/SheenBidi.c)
target_compile_definitions(banter_sheenbidi PRIVATE SB_CONFIG_UNITY)
target_include_directories(banter_sheenbidi SYSTEM PUBLIC ${sheenbidi}/Headers PRIVATE ${sheenbidi}/Source)
add_library(banter_unibreak STATIC ${unibreak}/linebreak.c ${unibreak}/linebreakdata.c ${unibreak}/linebreakdef.c
  ${unibreak}/eastasianwidthdef.c ${unibreak}/unibreakdef.c)
target_include_directories(banter_unibreak SYSTEM PUBLIC ${unibreak})
foreach(target banter_sheenbidi banter_unibreak)
  target_compile_options(${target} PRIVATE -w)
  # They see what strangers sent, so they are watched as our own code is.
  if(BANTER_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -O1)
  endif()
endforeach()

# nlohmann/json's headers alone: the folder they are installed in holds the host's headers too, which a cross build must not see.
find_path(BANTER_JSON_INCLUDE nlohmann/json.hpp PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH REQUIRED)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/json)
file(CREATE_LINK ${BANTER_JSON_INCLUDE}/nlohmann ${PROJECT_BINARY_DIR}/json/nlohmann SYMBOLIC)
add_library(banter_json INTERFACE)
target_include_directories(banter_json SYSTEM INTERFACE ${PROJECT_BINARY_DIR}/json)
