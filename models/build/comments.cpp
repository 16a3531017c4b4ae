#include "models/build/comments.h"

namespace daybook::build {
namespace {

using warehouse::quoteIdentifier;
using warehouse::quoteLiteral;

bool wants(const project::Node &node, QStringView part)
{
    return node.config.find(u"persist_docs").find(part).boolOr(false);
}

QString keywordOf(const Table &relation)
{
    return relation.kind == QStringLiteral("v")   ? QStringLiteral("view")
           : relation.kind == QStringLiteral("m") ? QStringLiteral("materialized view")
                                                  : QStringLiteral("table");
}

} // namespace

bool persistsDocs(const project::Node &node)
{
    return wants(node, u"relation") || wants(node, u"columns");
}

QStringList commentStatements(const project::Node &node, const Table &relation,
                              const warehouse::RelationName &name)
{
    QStringList statements;
    if (wants(node, u"relation"))
        statements << QStringLiteral("comment on %1 %2 is %3")
                          .arg(keywordOf(relation), name.toSql(), quoteLiteral(node.description));
    if (!wants(node, u"columns"))
        return statements;
    for (const project::Column &column : node.columns) {
        const TableColumn *found = relation.find(column.name);
        if (!found) // as SQL reads a name without quotes
            found = relation.find(column.name.toLower());
        if (found)
            statements << QStringLiteral("comment on column %1.%2 is %3")
                              .arg(name.toSql(), quoteIdentifier(found->name),
                                   quoteLiteral(column.description));
    }
    return statements;
}

} // namespace daybook::build
