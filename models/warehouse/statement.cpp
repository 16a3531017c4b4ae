#include "models/warehouse/statement.h"

#include "models/core/replaced.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace daybook::warehouse {
namespace {

QString cut(const QString &text)
{
    return portableLiteral(text.left(LongestWrittenText));
}

QString literalOf(const QJsonValue &value)
{
    if (value.isString())
        return cut(value.toString());
    if (value.isNull() || value.isUndefined())
        return portableLiteral({});
    // As JSON writes it: numbers and truth values as they are, what is composed as a text.
    const QByteArray written = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    const QString text = QString::fromUtf8(written.sliced(1, written.size() - 2));
    return value.isObject() || value.isArray() ? cut(text) : text;
}

QString parameterIn(const QString &number, const QList<Parameter> &parameters)
{
    const Parameter value = parameters.value(number.toInt() - 1);
    return value ? cut(*value) : portableLiteral({});
}

/// The template, once for each record.
QString eachRecord(const QRegularExpressionMatch &list, const QList<Parameter> &parameters)
{
    static const QRegularExpression place(QStringLiteral("\\$\\.(\\w+)|\\$(\\d+)|\\$_"));
    const QString json = parameters.value(list.captured(1).toInt() - 1).value_or(QString());
    QJsonArray records = QJsonDocument::fromJson(json.toUtf8()).array();
    if (records.isEmpty())
        records.append(QJsonValue());
    QStringList all;
    for (const QJsonValue &record : std::as_const(records)) {
        all << replaced(list.captured(3), place, [&](const QRegularExpressionMatch &match) {
            if (!match.captured(2).isEmpty())
                return parameterIn(match.captured(2), parameters);
            return literalOf(match.captured(1).isEmpty() ? record : record[match.captured(1)]);
        });
    }
    return all.join(QLatin1Char(' ') + list.captured(2) + QLatin1Char('\n'));
}

} // namespace

QString portableLiteral(const Parameter &value)
{
    if (!value)
        return QStringLiteral("null");
    QString text = *value;
    text.replace(QLatin1Char('\''), QStringLiteral("''"));
    if (!text.contains(QLatin1Char('\\')))
        return QLatin1Char('\'') + text + QLatin1Char('\'');
    char16_t stand = 1; // for a backslash: one that does not occur, and that no server minds
    while (text.contains(QChar(stand)))
        ++stand;
    const QString written = text.replace(QLatin1Char('\\'), QChar(stand));
    return QStringLiteral("replace('") + written + QStringLiteral("', chr(%1), chr(92))").arg(int(stand));
}

Statement shippedStatement(const Dialect &dialect, QStringView path, const QList<Parameter> &parameters)
{
    QString sql = dialect.shipped(path);
    if (dialect.has(Dialect::Feature::Json) || parameters.isEmpty())
        return {sql, parameters};
    static const QRegularExpression comment(QStringLiteral("^--.*\\n"), QRegularExpression::MultilineOption);
    static const QRegularExpression place(QStringLiteral("\\[\\[(\\d+) ?([^:]*): (.*?)\\]\\]|\\$(\\d+)"),
                                          QRegularExpression::DotMatchesEverythingOption);
    sql.remove(comment);
    return {replaced(sql, place,
                     [&](const QRegularExpressionMatch &match) {
                         return match.captured(1).isEmpty() ? parameterIn(match.captured(4), parameters)
                                                            : eachRecord(match, parameters);
                     }),
            {}};
}

QFuture<Result<ResultSet>> askShipped(const Connection::Pointer &connection, QStringView path,
                                      const QList<Parameter> &parameters, std::stop_token stop)
{
    Statement statement = shippedStatement(connection->dialect(), path, parameters);
    return connection->execute(std::move(statement.sql), std::move(statement.parameters), std::move(stop));
}

} // namespace daybook::warehouse
