#include "models/templating/failure.h"

namespace daybook::templating {

void fail(const QString &message)
{
    throw Failure{{.kind = ErrorKind::Project, .message = message}};
}

void failAt(Position position, const QString &message)
{
    throw Failure{{.kind = ErrorKind::Project,
                   .message = message,
                   .where = Location{{}, position.line, position.column}}};
}

void failWith(Error error)
{
    throw Failure{std::move(error)};
}

} // namespace daybook::templating
