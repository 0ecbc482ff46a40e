// Dear ImGui as Banter builds it: drawing and input only. All text goes through text::Painter, so
// ImGui carries no font and no font engine (see fontless.hpp), and none of its debug windows.
#pragma once

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_FONT
// Naming FreeType as the font engine leaves stb_truetype out; fontless.cpp is the engine that is found instead.
#define IMGUI_ENABLE_FREETYPE
// WebGL 2 has no base vertex, and a wide window full of ideographs is more than 65,536 vertices.
#define ImDrawIdx unsigned int
