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

void addFrame(Error &error, const QString &what, const Location &where)
{
    if (!error.where)
        error.where = where;
    else if (error.where->file.isEmpty())
        error.where->file = where.file;
    if (!error.detail.isEmpty())
        error.detail += u'\n';
    error.detail += QStringLiteral("in %1, %2").arg(what, where.toString());
}

void failWith(Error error)
{
    throw Failure{std::move(error)};
}

} // namespace daybook::templating
