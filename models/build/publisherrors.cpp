#include "models/build/publisherrors.h"

#include "models/build/failurecause.h"

namespace daybook::build {

bool isWorthAnotherTry(const Error &error)
{
    return error.kind != ErrorKind::Connection && isTransient(error);
}

/// What stands in the way of a DROP is in the server's detail; say it in our words.
Error notReplaced(Error error, const QString &relation)
{
    if (error.sqlState == QStringLiteral("2BP01")) {
        error.kind = ErrorKind::Conflict;
        error.message =
            QStringLiteral("%1 was not replaced, because something besides views depends on it, and "
                           "nothing was published. Drop or move what is named in the detail, and build "
                           "again.")
                .arg(relation);
    }
    return error;
}

Error notApplied(Error error, const Candidate &candidate)
{
    if (error.kind == ErrorKind::Connection || isWorthAnotherTry(error))
        return error;
    error.detail = error.message + QLatin1Char('\n') + error.detail;
    const QString remedy =
        candidate.uniqueId.startsWith(u"snapshot.")
            ? QString()
            : QStringLiteral("; if its columns have changed, build it whole with --full-refresh");
    error.message =
        QStringLiteral("The new rows of %1 could not be applied to it, and nothing was published. "
                       "See the detail%2.")
            .arg(candidate.live.toString(), remedy);
    return error;
}

Error notClosed(Error error, const QString &relation)
{
    if (error.kind == ErrorKind::Connection || isWorthAnotherTry(error))
        return error;
    error.detail = error.message + QLatin1Char('\n') + error.detail;
    error.message = QStringLiteral("A hook of %1, which follows on its new rows, failed, and nothing was "
                                   "published. See the detail.")
                        .arg(relation);
    return error;
}

} // namespace daybook::build
