#include "models/project/sqltokens.h"

#include <memory>
#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

namespace daybook::project {

namespace {

struct Scan
{
    explicit Scan(const QByteArray &sql) : result(pg_query_scan(sql.constData()))
    {
        if (result.error == nullptr)
            tokens = pg_query__scan_result__unpack(nullptr, result.pbuf.len,
                                                   reinterpret_cast<const uint8_t *>(result.pbuf.data));
    }
    ~Scan()
    {
        if (tokens != nullptr)
            pg_query__scan_result__free_unpacked(tokens, nullptr);
        pg_query_free_scan_result(result);
    }
    Scan(const Scan &) = delete;
    Scan &operator=(const Scan &) = delete;

    PgQueryScanResult result;
    PgQuery__ScanResult *tokens = nullptr;
};

} // namespace

std::optional<std::vector<SqlToken>> sqlTokens(const QByteArray &sql)
{
    if (sql.contains('\0'))
        return std::nullopt;
    const Scan scan(sql);
    if (scan.tokens == nullptr)
        return std::nullopt;
    std::vector<SqlToken> tokens;
    tokens.reserve(scan.tokens->n_tokens);
    int depth = 0;
    for (std::size_t i = 0; i < scan.tokens->n_tokens; ++i) {
        const PgQuery__ScanToken &token = *scan.tokens->tokens[i];
        if (token.token == PG_QUERY__TOKEN__SQL_COMMENT || token.token == PG_QUERY__TOKEN__C_COMMENT)
            continue;
        const QByteArrayView text = QByteArrayView(sql).sliced(token.start, token.end - token.start);
        const bool closes = text == ")" || text == "]";
        depth -= closes ? 1 : 0;
        if (depth < 0)
            return std::nullopt;
        tokens.push_back({static_cast<int>(token.token), token.start, token.end, depth, text});
        depth += text == "(" || text == "[" ? 1 : 0;
    }
    return depth == 0 ? std::optional(std::move(tokens)) : std::nullopt;
}

} // namespace daybook::project
