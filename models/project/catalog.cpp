#include "models/project/catalog.h"

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

Value textOrNone(const QString &text)
{
    return text.isEmpty() ? Value::none() : Value(text);
}

Value columnsOf(const CatalogRelation &relation)
{
    Dict columns;
    for (const CatalogColumn &column : relation.columns)
        columns.insert(column.name, Value(Dict{{QStringLiteral("type"), Value(column.type)},
                                               {QStringLiteral("index"), Value(qint64(column.index))},
                                               {QStringLiteral("name"), Value(column.name)},
                                               {QStringLiteral("comment"), textOrNone(column.comment)}}));
    return Value(std::move(columns));
}

/// dbt has no figures of PostgreSQL's tables, and says so of each.
Value noStatistics()
{
    return Value(Dict{{QStringLiteral("has_stats"),
                       Value(Dict{{QStringLiteral("id"), Value(u"has_stats")},
                                  {QStringLiteral("label"), Value(u"Has Stats?")},
                                  {QStringLiteral("value"), Value(false)},
                                  {QStringLiteral("include"), Value(false)},
                                  {QStringLiteral("description"),
                                   Value(u"Indicates whether there are statistics for this table")}})}});
}

Value entryOf(const CatalogRelation &relation, const QString &database)
{
    return Value(Dict{
        {QStringLiteral("metadata"), Value(Dict{{QStringLiteral("type"), Value(relation.type)},
                                                {QStringLiteral("schema"), Value(relation.relation.schema)},
                                                {QStringLiteral("name"), Value(relation.relation.name)},
                                                {QStringLiteral("database"), textOrNone(database)},
                                                {QStringLiteral("comment"), textOrNone(relation.comment)},
                                                {QStringLiteral("owner"), Value(relation.owner)}})},
        {QStringLiteral("columns"), columnsOf(relation)},
        {QStringLiteral("stats"), noStatistics()},
        {QStringLiteral("unique_id"), Value(relation.uniqueId)}});
}

} // namespace

QByteArray catalogJson(const Project &project, const std::vector<CatalogRelation> &relations,
                       const QString &invocationId)
{
    Dict nodes;
    Dict sources;
    for (const CatalogRelation &relation : relations) {
        Dict &part = project.find(relation.uniqueId)->source ? sources : nodes;
        part.insert(relation.uniqueId, entryOf(relation, project.options().database));
    }
    const Value metadata(Dict{
        {QStringLiteral("dbt_schema_version"), Value(u"https://schemas.getdbt.com/dbt/catalog/v1.json")},
        {QStringLiteral("dbt_version"), Value(u"1.12.0")}, // the one whose format and meaning this follows
        {QStringLiteral("generated_at"), Value(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs))},
        {QStringLiteral("invocation_id"), textOrNone(invocationId)},
        {QStringLiteral("env"), Value(Dict{})}});
    return Value(Dict{{QStringLiteral("metadata"), metadata},
                      {QStringLiteral("nodes"), Value(std::move(nodes))},
                      {QStringLiteral("sources"), Value(std::move(sources))},
                      {QStringLiteral("errors"), Value::none()}})
        .toJson();
}

} // namespace daybook::project
