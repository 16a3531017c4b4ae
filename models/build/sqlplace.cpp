#include "models/build/sqlplace.h"

#include <QStringList>

namespace daybook::build {
namespace {

/// The line of the model's file that the compiled line came from: the same one while templates kept their
/// lines, else the only one that reads the same. 0: unknown.
int lineInFile(const QString &raw, const QString &compiled, int line)
{
    const QStringList compiledLines = compiled.split(QLatin1Char('\n'));
    const QStringList rawLines = raw.split(QLatin1Char('\n'));
    if (line < 1 || line > compiledLines.size())
        return 0;
    if (rawLines.size() == compiledLines.size() ||
        (line <= rawLines.size() && rawLines[line - 1] == compiledLines[line - 1]))
        return line;
    const QString wanted = compiledLines[line - 1].trimmed();
    int found = 0;
    for (qsizetype i = 0; i < rawLines.size(); ++i) {
        if (rawLines[i].trimmed() != wanted)
            continue;
        if (found != 0)
            return 0;
        found = static_cast<int>(i) + 1;
    }
    return found;
}

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
    Location place{.file = node.path, .line = 0, .column = 0};
    if (node.rawSql.isEmpty() && node.declared)
        place = *node.declared; // a generic test has no file of its own
    if (error.where && error.where->file.isEmpty() && !node.rawSql.isEmpty()) {
        const int compiledLine = error.where->line - linesBefore;
        place.line = lineInFile(node.rawSql, compiled, compiledLine);
        const bool sameLine =
            place.line > 0 && node.rawSql.section(QLatin1Char('\n'), place.line - 1, place.line - 1) ==
                                  compiled.section(QLatin1Char('\n'), compiledLine - 1, compiledLine - 1);
        place.column = sameLine ? error.where->column : 0;
    }
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

int linesBefore(const QString &statement, const QString &compiled)
{
    const qsizetype at = statement.indexOf(compiled);
    return at < 0 ? 0 : static_cast<int>(QStringView(statement).left(at).count(QLatin1Char('\n')));
}

} // namespace daybook::build
