# cmake -DSOURCE=file -DORIGINAL=file -DMUTATED=file -DTO=file -P mutate.cmake
# Writes SOURCE to TO with the text in ORIGINAL, which must be in it once, changed into the text in MUTATED.
file(READ ${SOURCE} text)
file(READ ${ORIGINAL} original)
file(READ ${MUTATED} mutated)
string(FIND "${text}" "${original}" first)
string(FIND "${text}" "${original}" last REVERSE)
if(first EQUAL -1 OR NOT first EQUAL last)
  message(FATAL_ERROR "${SOURCE} does not have this once; the mutant in tests/sim/mutants.cmake must follow it:\n${original}")
endif()
string(REPLACE "${original}" "${mutated}" text "${text}")
file(WRITE ${TO} "${text}")
