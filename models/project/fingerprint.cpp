#include "models/project/fingerprint.h"

#include "models/core/sha256.h"

#include <QRegularExpression>

#include <pg_query.h>

namespace daybook::project {
namespace {

/// What the parser can't read may end within a literal, so that nobody knows what is inside and what outside
/// of quotes: nothing behind the first quote is shown.
Fingerprint ofText(const QString &sql)
{
    static const QRegularExpression number(QStringLiteral("\\b\\d[\\w.]*"));
    static const QRegularExpression literal(QStringLiteral("'(?:[^']|'')*(?:'|$)|\\b\\d[\\w.]*"));
    static const QRegularExpression quote(QStringLiteral("'|\\$\\w*\\$"));
    QString hashed = sql.trimmed();
    hashed.replace(literal, QStringLiteral("?"));
    QString shown = sql.trimmed();
    if (const qsizetype at = shown.indexOf(quote); at >= 0)
        shown = shown.left(at) + QStringLiteral("...");
    shown.replace(number, QStringLiteral("?"));
    const QByteArray hash = Sha256::hexOf(hashed.toUtf8());
    return {QStringLiteral("text-") + QString::fromLatin1(hash.left(16)), shown, false};
}

} // namespace

Fingerprint fingerprintOf(const QString &sql)
{
    const QByteArray bytes = sql.toUtf8();
    if (bytes.contains('\0'))
        return ofText(sql);
    const PgQueryFingerprintResult found = pg_query_fingerprint(bytes.constData());
    const PgQueryNormalizeResult normal = pg_query_normalize(bytes.constData());
    const bool isParsed = found.error == nullptr && normal.error == nullptr;
    const Fingerprint result = isParsed
                                   ? Fingerprint{QString::fromLatin1(found.fingerprint_str),
                                                 QString::fromUtf8(normal.normalized_query).trimmed(), true}
                                   : ofText(sql);
    pg_query_free_fingerprint_result(found);
    pg_query_free_normalize_result(normal);
    return result;
}

} // namespace daybook::project
