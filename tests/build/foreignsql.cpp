#include "tests/build/foreignsql.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <pg_query.h>

namespace daybook::test {
namespace {

/// As PostgreSQL's parser reads it, once what only Redshift has is taken away.
QByteArray parsed(QString sql)
{
    static const QRegularExpression own(QStringLiteral(
        " backup no| diststyle \\w+( distkey \\([^)]*\\))?| (compound|interleaved) sortkey \\([^)]*\\)|"
        "with no schema binding"));
    static const QRegularExpression place(QStringLiteral("%\\d"));
    sql.remove(own).replace(place, QStringLiteral("x"));
    const PgQueryParseResult result = pg_query_parse(sql.toUtf8().constData());
    const QByteArray tree =
        result.error ? QByteArray("error: ") + result.error->message : QByteArray(result.parse_tree);
    pg_query_free_parse_result(result);
    return tree;
}

/// A part of the tree that is foreign by its name alone.
bool isForeignPart(const QString &name)
{
    static const QStringList parts{QStringLiteral("agg_filter"),    QStringLiteral("onConflictClause"),
                                   QStringLiteral("ListenStmt"),    QStringLiteral("NotifyStmt"),
                                   QStringLiteral("IndexStmt"),     QStringLiteral("A_ArrayExpr"),
                                   QStringLiteral("arrayBounds"),   QStringLiteral("RangeFunction"),
                                   QStringLiteral("lateral"),       QStringLiteral("CopyStmt"),
                                   QStringLiteral("returningList"), QStringLiteral("DoStmt"),
                                   QStringLiteral("MergeStmt"),     QStringLiteral("AlterObjectSchemaStmt")};
    return parts.contains(name);
}

const QRegularExpression &foreignNamesPattern()
{
    static const QRegularExpression names(QStringLiteral(
        "^(jsonb?|jsonb?_(?!extract_path_text).*|row_to_json|to_jsonb?|.*advisory.*|pg_notify|unnest|"
        "generate_series|hashtextextended|now|clock_timestamp|statement_timestamp|to_reg.*|reg(class|role|"
        "type|"
        "namespace)|aclexplode|pg_is_in_recovery|string_agg|array_agg|bytea|sha256|encode|decode|pg_typeof|"
        "pg_stat_activity|pg_locks|pg_default_acl|pg_rewrite|pg_collation|pg_enum|pg_extension|pg_options_to_"
        "table|pg_backend_pid|pg_terminate_backend|make_interval|format|lock_timeout|synchronous_commit|"
        "client_connection_check_interval|standard_conforming_strings|intervalstyle)$"));
    return names;
}

/// What of a part's own fields is foreign.
QStringList foreignFields(const QString &name, const QJsonObject &part)
{
    QStringList found;
    const auto has = [&part](const char *field) { return part.contains(QLatin1String(field)); };
    const auto says = [&part](const char *field, const char *value) {
        return part.value(QLatin1String(field)).toString() == QLatin1String(value);
    };
    if (name == u"SelectStmt" && !has("targetList") && !has("larg") && !has("valuesLists"))
        found << QStringLiteral("a select without columns");
    if (name == u"SelectStmt" && part.value(QStringLiteral("distinctClause")).toArray().size() > 0 &&
        !part.value(QStringLiteral("distinctClause")).toArray().first().toObject().isEmpty())
        found << QStringLiteral("distinct on");
    if (name == u"RangeSubselect" && part.value(QStringLiteral("subquery"))
                                         .toObject()
                                         .value(QStringLiteral("SelectStmt"))
                                         .toObject()
                                         .contains(QStringLiteral("valuesLists")))
        found << QStringLiteral("values in from");
    if ((name == u"UpdateStmt" || name == u"DeleteStmt") &&
        part.value(QStringLiteral("relation")).toObject().contains(QStringLiteral("alias")))
        found << QStringLiteral("another name for what is changed");
    if ((name == u"UpdateStmt" || name == u"DeleteStmt" || name == u"InsertStmt") && has("withClause"))
        found << QStringLiteral("with before a change");
    if (name == u"CommonTableExpr" && !says("ctematerialized", "CTEMaterializeDefault"))
        found << QStringLiteral("materialized in with");
    if (name == u"CreateTableAsStmt" && says("objtype", "OBJECT_MATVIEW"))
        found << QStringLiteral("create materialized view");
    if (name == u"CommentStmt" && says("objtype", "OBJECT_SCHEMA"))
        found << QStringLiteral("comment on schema");
    if (name == u"AlterTableCmd" && says("subtype", "AT_AlterColumnType"))
        found << QStringLiteral("another type for a column");
    if (name == u"Constraint" && (says("contype", "CONSTR_CHECK") || says("contype", "CONSTR_IDENTITY")))
        found << part.value(QStringLiteral("contype")).toString();
    if (name == u"LockStmt" && part.value(QStringLiteral("mode")).toInt() != 8)
        found << QStringLiteral("lock in a mode");
    if (name == u"A_Expr" && (says("kind", "AEXPR_OP_ANY") || says("kind", "AEXPR_OP_ALL") ||
                              says("kind", "AEXPR_DISTINCT") || says("kind", "AEXPR_NOT_DISTINCT")))
        found << part.value(QStringLiteral("kind")).toString();
    return found;
}

/// Names of functions, types, relations and settings; columns may be called as they like.
QStringList foreignNames(const QString &part, const QJsonObject &fields)
{
    QStringList names;
    for (const char *field : {"funcname", "names"}) {
        for (const QJsonValue &name : fields.value(QLatin1String(field)).toArray())
            names << name[QStringLiteral("String")][QStringLiteral("sval")].toString();
    }
    if (part == u"RangeVar")
        names << fields.value(QStringLiteral("relname")).toString();
    if (part == u"VariableSetStmt")
        names << fields.value(QStringLiteral("name")).toString();
    return names.filter(foreignNamesPattern());
}

void findForeign(const QJsonValue &value, QStringList &found)
{
    for (const QJsonValue &item : value.toArray())
        findForeign(item, found);
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (isForeignPart(it.key()))
            found << it.key();
        found << foreignFields(it.key(), it->toObject()) << foreignNames(it.key(), it->toObject());
        findForeign(*it, found);
    }
}

} // namespace

QStringList foreignToRedshift(const QString &sql)
{
    const QByteArray tree = parsed(sql);
    if (tree.startsWith("error"))
        return {QString::fromUtf8(tree)};
    QStringList found;
    findForeign(QJsonDocument::fromJson(tree).object(), found);
    return found;
}

} // namespace daybook::test
