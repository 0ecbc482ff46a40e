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

# Its headers alone: the folder they are installed in holds the host's headers too, which a cross build must not see.
find_path(BANTER_JSON_INCLUDE nlohmann/json.hpp PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH REQUIRED)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/json)
file(CREATE_LINK ${BANTER_JSON_INCLUDE}/nlohmann ${PROJECT_BINARY_DIR}/json/nlohmann SYMBOLIC)
add_library(banter_json INTERFACE)
target_include_directories(banter_json SYSTEM INTERFACE ${PROJECT_BINARY_DIR}/json)
