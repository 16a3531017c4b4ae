#include "models/build/sqlplace.h"

#include "models/project/locate.h"

namespace daybook::build {
namespace {

QString remedyFor(const QString &sqlState)
{
    if (sqlState == QStringLiteral("42703"))
        return QStringLiteral(
            " Check its spelling; if the source has lost or renamed the column, change the model or "
            "ask the source's owner.");
    if (sqlState == QStringLiteral("42P01"))
        return QStringLiteral(
            " Build the model it names as well (--select +name), or check that the source exists.");
    if (sqlState == QStringLiteral("42883") || sqlState == QStringLiteral("42804"))
        return QStringLiteral(
            " If this worked before, a source column may have changed its type: cast it, or ask the "
            "source's owner.");
    if (sqlState == QStringLiteral("42501"))
        return QStringLiteral(" Ask the owner to grant your role that right.");
    return {};
}

QString asSentence(QString message)
{
    if (!message.isEmpty() && !message.endsWith(QLatin1Char('.')))
        message += QLatin1Char('.');
    return message;
}

} // namespace

Error inModel(Error error, const project::Node &node, const QString &compiled, int linesBefore)
{
    if (error.kind == ErrorKind::Connection || error.kind == ErrorKind::Cancelled)
        return error;
    const Location told = error.where.value_or(Location());
    const Location place = project::locate(node, compiled, told.line - linesBefore, told.column);
    error.where = place;
    error.message =
        QStringLiteral("%1: %2%3").arg(node.name, asSentence(error.message), remedyFor(error.sqlState));
    return error;
}

Error inSource(Error error, const project::Node &node)
{
    if (error.kind == ErrorKind::Connection || error.kind == ErrorKind::Cancelled)
        return error;
    error.where = node.declared;
    error.message =
        QStringLiteral("The newest row of source %1 cannot be read through its loaded_at_field \"%2\": %3%4")
            .arg(node.relation.toString(), node.source->loadedAtField, asSentence(error.message),
                 remedyFor(error.sqlState));
    return error;
}

Error inFreshness(Error error, const project::Node &node)
{
    error.where = node.declared;
    error.message = QStringLiteral("The freshness of source %1 cannot be found out: %2%3")
                        .arg(node.relation.toString(), asSentence(error.message), remedyFor(error.sqlState));
    return error;
}

int linesBefore(const QString &statement, const QString &compiled)
{
    const qsizetype at = statement.indexOf(compiled);
    return at < 0 ? 0 : static_cast<int>(QStringView(statement).left(at).count(QLatin1Char('\n')));
}

} // namespace daybook::build
