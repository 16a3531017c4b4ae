#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace daybook::project {

/// One token of SQL, as PostgreSQL's own scanner sees it.
struct SqlToken
{
    int kind = 0; ///< PgQuery__Token; for punctuation its character
    int start = 0;
    int end = 0;
    int depth = 0; ///< how many parentheses and brackets are open around it
    QByteArrayView text;

    bool is(QByteArrayView word) const { return text.compare(word, Qt::CaseInsensitive) == 0; }
};

/// The tokens of `sql`, which must outlive them, without its comments. Nothing when it cannot be scanned or
/// its parentheses do not match. From any thread.
std::optional<std::vector<SqlToken>> sqlTokens(const QByteArray &sql);

} // namespace daybook::project
