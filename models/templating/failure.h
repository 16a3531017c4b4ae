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
/// For limits and such: another kind than Project.
[[noreturn]] void failWith(Error error);

} // namespace daybook::templating
