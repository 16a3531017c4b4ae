#include "models/project/rowtest.h"

#include "models/project/sqltokens.h"

#include <algorithm>
#include <pg_query/pg_query.pb-c.h>
#include <span>

namespace daybook::project {

namespace {

using Tokens = std::span<const SqlToken>;

bool isName(const SqlToken &token)
{
    return token.kind == PG_QUERY__TOKEN__IDENT;
}

bool isAnyOf(const SqlToken &token, std::initializer_list<QByteArrayView> words)
{
    return std::any_of(words.begin(), words.end(), [&](QByteArrayView word) { return token.is(word); });
}

/// Keywords that make more of a query than a look at each row, at the depth of its clauses.
bool isOtherClause(const SqlToken &token)
{
    return isAnyOf(token,
                   {"union", "intersect", "except", "having", "order", "limit", "offset", "fetch", "for",
                    "window", "into", "join", "natural", "tablesample", "lateral", "with", ";"});
}

/// The clauses of one `select`, without their keywords.
struct Clauses
{
    Tokens columns;
    Tokens from;
    Tokens where;
    Tokens groupBy;
};

/// `x is distinct from y` has no clause's FROM.
bool startsClause(Tokens tokens, std::size_t at, QByteArrayView keyword)
{
    return tokens[at].is(keyword) && (at == 0 || !(tokens[at].is("from") && tokens[at - 1].is("distinct")));
}

std::optional<Clauses> clausesOf(Tokens tokens)
{
    if (tokens.size() < 4 || !tokens[0].is("select") || isAnyOf(tokens[1], {"distinct", "all"}))
        return std::nullopt;
    static constexpr std::array<QByteArrayView, 3> keywords{"from", "where", "group"};
    std::array<std::size_t, 3> at{tokens.size(), tokens.size(), tokens.size()};
    std::size_t expected = 0;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (tokens[i].depth != tokens[0].depth)
            continue;
        if (isOtherClause(tokens[i]))
            return std::nullopt;
        for (std::size_t k = 0; k < keywords.size(); ++k) {
            if (!startsClause(tokens, i, keywords[k]))
                continue;
            if (k < expected)
                return std::nullopt;
            at[k] = i;
            expected = k + 1;
        }
    }
    const auto between = [&](std::size_t from, std::size_t to) {
        return from + 1 < to ? tokens.subspan(from + 1, to - from - 1) : Tokens();
    };
    Clauses clauses{between(0, at[0]), between(at[0], std::min(at[1], at[2])), between(at[1], at[2]),
                    between(at[2], tokens.size())};
    const bool emptyWhere = at[1] < tokens.size() && clauses.where.empty();
    return clauses.columns.empty() || clauses.from.empty() || emptyWhere ? std::nullopt
                                                                         : std::optional(clauses);
}

QString textOf(const QByteArray &sql, Tokens tokens)
{
    return tokens.empty() ? QString()
                          : QString::fromUtf8(
                                sql.sliced(tokens.front().start, tokens.back().end - tokens.front().start));
}

/// a, a.b or a.b.c, and nothing after it.
bool isRelationName(Tokens tokens)
{
    if (tokens.size() % 2 == 0 || tokens.size() > 5)
        return false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i % 2 == 0 ? !isName(tokens[i]) : !tokens[i].is("."))
            return false;
    }
    return true;
}

bool holds(Tokens tokens, QByteArrayView word)
{
    return std::any_of(tokens.begin(), tokens.end(), [&](const SqlToken &token) { return token.is(word); });
}

/// Drops `[as] alias` from the end of a FROM clause, and gives the alias.
QByteArrayView takeAlias(Tokens &from)
{
    if (from.size() < 2 || !isName(from.back()) || from[from.size() - 2].is("."))
        return {};
    const QByteArrayView alias = from.back().text;
    from = from.first(from.size() - 1);
    if (from.back().is("as"))
        from = from.first(from.size() - 1);
    return alias;
}

/// Reads `relation [as alias]` or `(select * from relation where ...) [as] alias`.
bool readFrom(const QByteArray &sql, Tokens from, Tokens conditions, RowTest &test)
{
    const QByteArrayView alias = takeAlias(from);
    if (!alias.isEmpty() && holds(conditions, alias))
        return false; // the alias will be gone
    if (isRelationName(from)) {
        test.relation = textOf(sql, from);
        return true;
    }
    if (from.size() < 2 || !from.front().is("(") || !from.back().is(")"))
        return false;
    const auto inner = clausesOf(from.subspan(1, from.size() - 2));
    if (!inner || !inner->groupBy.empty() || inner->columns.size() != 1 || !inner->columns.front().is("*") ||
        !isRelationName(inner->from))
        return false;
    test.relation = textOf(sql, inner->from);
    test.narrowed = textOf(sql, inner->where);
    return true;
}

/// Columns and constants make one row of each row; a call might make one of all, or many of one.
bool keepRows(Tokens columns, bool grouped)
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!columns[i].is("("))
            continue;
        if (!grouped || i == 0 || !isAnyOf(columns[i - 1], {"count", "sum", "min", "max"}))
            return false;
    }
    return true;
}

/// One expression over the relation's own columns: no list, no position, no name from the select list.
bool isPlainGroup(Tokens group, Tokens columns)
{
    if (group.empty() || group.front().kind == PG_QUERY__TOKEN__ICONST)
        return false;
    for (const SqlToken &token : group) {
        if (isAnyOf(token, {"rollup", "cube", "grouping", "distinct", "all"}) ||
            (token.is(",") && token.depth == group.front().depth))
            return false;
    }
    for (std::size_t i = 1; i < columns.size(); ++i) {
        if (columns[i - 1].is("as") && holds(group, columns[i].text))
            return false;
    }
    return true;
}

} // namespace

QString RowTest::failureCount() const
{
    QString filter = failing.isEmpty() ? QStringLiteral("true") : failing;
    if (!narrowed.isEmpty()) // the order matters: the test's `where` may be what keeps it from an error
        filter = QStringLiteral("case when (%1) then (%2) end").arg(narrowed, filter);
    if (groupedBy.isEmpty())
        return QStringLiteral("count(*) filter (where %1)").arg(filter);
    return QStringLiteral("count(distinct (%2)) filter (where %1)"
                          " + coalesce(max(1) filter (where (%1) and (%2) is null), 0)")
        .arg(filter, groupedBy);
}

std::optional<RowTest> asRowTest(const QString &compiled)
{
    const QByteArray sql = compiled.toUtf8();
    const auto scanned = sqlTokens(sql);
    if (!scanned)
        return std::nullopt;
    const Tokens tokens(*scanned);
    const auto clauses = clausesOf(tokens);
    if (!clauses)
        return std::nullopt;
    const bool subqueries = std::count_if(tokens.begin(), tokens.end(), [](const SqlToken &token) {
                                return token.is("select");
                            }) > (clauses->from.front().is("(") ? 2 : 1);
    const bool grouped = !clauses->groupBy.empty();
    if (subqueries || !keepRows(clauses->columns, grouped))
        return std::nullopt;
    RowTest test;
    test.failing = textOf(sql, clauses->where);
    Tokens conditions = clauses->where;
    if (grouped) {
        const Tokens group = clauses->groupBy;
        if (!group.front().is("by") || !isPlainGroup(group.subspan(1), clauses->columns))
            return std::nullopt;
        test.groupedBy = textOf(sql, group.subspan(1));
        conditions = tokens.subspan(static_cast<std::size_t>(
            (clauses->where.empty() ? group : clauses->where).data() - tokens.data()));
    }
    return readFrom(sql, clauses->from, conditions, test) ? std::optional(test) : std::nullopt;
}

} // namespace daybook::project
