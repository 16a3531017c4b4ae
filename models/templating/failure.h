#pragma once

#include "models/core/error.h"
#include "models/templating/ast.h"

namespace daybook::templating {

/// How errors travel inside this folder. Never leaves it: the public functions give a Result.
struct Failure
{
    Error error;
};

/// Where it happened is filled in by whoever knows.
[[noreturn]] void fail(const QString &message);
[[noreturn]] void failAt(Position position, const QString &message);
/// Adds a line to the macro stack in the error's detail, and the place if nobody has named it yet.
void addFrame(Error &error, const QString &what, const Location &where);
/// For limits and such: another kind than Project.
[[noreturn]] void failWith(Error error);

} // namespace daybook::templating
