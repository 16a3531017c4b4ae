#include "models/warehouse/servererror.h"

#include <QStringList>

#include <libpq-fe.h>

namespace daybook::warehouse {
namespace {

QString field(const PGresult *result, int code)
{
    return QString::fromUtf8(PQresultErrorField(result, code));
}

ErrorKind kindOf(const QString &state)
{
    if (state == QStringLiteral("57014"))
        return ErrorKind::Cancelled;
    if (state == QStringLiteral("42501"))
        return ErrorKind::Permission;
    if (state.startsWith(QStringLiteral("28")))
        return ErrorKind::Authentication;
    if (state.isEmpty() || state.startsWith(QStringLiteral("08")) || state.startsWith(QStringLiteral("57P")))
        return ErrorKind::Connection;
    if (state.startsWith(QStringLiteral("40")) || state == QStringLiteral("55P03"))
        return ErrorKind::Conflict;
    return ErrorKind::Sql;
}

/// The server counts characters from 1 over the whole statement; people count lines.
std::optional<Location> placeIn(const QString &sql, int position)
{
    if (position <= 0)
        return std::nullopt;
    Location place{.file = {}, .line = 1, .column = 1};
    const QList<uint> characters = sql.toUcs4();
    for (qsizetype i = 0; i + 1 < position && i < characters.size(); ++i) {
        place.column = characters[i] == u'\n' ? 1 : place.column + 1;
        place.line += characters[i] == u'\n' ? 1 : 0;
    }
    return place;
}

QString withoutSecrets(const PGconn *connection, QString text)
{
    const QString password = QString::fromUtf8(PQpass(connection));
    return password.isEmpty() ? text : text.replace(password, QStringLiteral("********"));
}

QString adviceFor(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Authentication:
        return QStringLiteral("Check the user name and the password.");
    case ErrorKind::Permission:
        return QStringLiteral("Ask the owner of the database for the right to use it.");
    default:
        return QStringLiteral("Check that the server runs and that the address is right.");
    }
}

} // namespace

Error serverError(const PGresult *result, const QString &sql)
{
    Error error;
    error.sqlState = field(result, PG_DIAG_SQLSTATE);
    error.kind = kindOf(error.sqlState);
    error.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (error.message.isEmpty())
        error.message = QString::fromUtf8(PQresultErrorMessage(result)).trimmed();
    QStringList details;
    for (const int code : {PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT, PG_DIAG_CONTEXT}) {
        if (const QString text = field(result, code); !text.isEmpty())
            details += text;
    }
    error.detail = details.join(QLatin1Char('\n'));
    error.where = placeIn(sql, field(result, PG_DIAG_STATEMENT_POSITION).toInt());
    return error;
}

Error connectionError(const PGconn *connection, const QString &target, bool wasOpen)
{
    Error error;
    error.detail = withoutSecrets(connection, QString::fromUtf8(PQerrorMessage(connection)).trimmed());
    // libpq gives no SQLSTATE for a failed connect: the server's own words are all there is.
    const bool refusedUser = error.detail.contains(QStringLiteral("authentication failed")) ||
                             error.detail.contains(QStringLiteral("no password supplied")) ||
                             error.detail.contains(QStringLiteral("no pg_hba.conf entry")) ||
                             (error.detail.contains(QStringLiteral("role \"")) &&
                              error.detail.contains(QStringLiteral("does not exist")));
    const bool refusedRight = error.detail.contains(QStringLiteral("permission denied for database"));
    error.kind = refusedUser    ? ErrorKind::Authentication
                 : refusedRight ? ErrorKind::Permission
                                : ErrorKind::Connection;
    error.message = wasOpen ? QStringLiteral("The connection to %1 was lost. Try again.").arg(target)
                            : QStringLiteral("Cannot connect to %1. %2").arg(target, adviceFor(error.kind));
    return error;
}

Error cancelled()
{
    return {.kind = ErrorKind::Cancelled, .message = QStringLiteral("Cancelled.")};
}

} // namespace daybook::warehouse
