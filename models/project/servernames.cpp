#include "models/project/columnclass.h"
#include "models/project/names.h"
#include "models/project/queryvalues.h"
#include "models/project/relation.h"
#include "models/warehouse/shippedsql.h"

#include <QHash>

namespace daybook::project {

using templating::Arguments;
using templating::Dict;
using templating::List;
using templating::Value;
using warehouse::RelationName;
using warehouse::ResultSet;
using warehouse::shippedSql;
using Shared = std::shared_ptr<Host>;

namespace {

Error placed(Error error, const Arguments &arguments, const QString &sql = {})
{
    error.where = arguments.where(); // the server counts in the statement, people in the file
    if (!sql.isEmpty())
        error.detail += (error.detail.isEmpty() ? QString() : QStringLiteral("\n")) + sql;
    return error;
}

Result<ResultSet> ask(const Shared &host, const Arguments &arguments, const QString &sql)
{
    auto result = host->query(sql);
    return result ? result : failure(placed(result.error(), arguments, sql));
}

/// run_query(sql): while the project is read it gives nothing, as in dbt.
Result<Value> runQuery(const Shared &host, const Arguments &arguments)
{
    if (!host->executing())
        return Value::none();
    const auto result = ask(host, arguments, arguments.value(0, u"sql").toString());
    return result ? Result<Value>(tableOf(*result)) : failure(result.error());
}

/// {% call statement('name', fetch_result=true) %} sql {% endcall %}
Result<Value> statement(const Shared &host, const Arguments &arguments)
{
    const auto sql =
        arguments.call(arguments.keyword.value(u"caller")); // while reading, for what it refers to
    if (!sql || !host->executing())
        return sql ? Result<Value>(Value(QString())) : sql;
    const auto result = ask(host, arguments, sql->toString());
    if (!result)
        return failure(result.error());
    if (const Value name = arguments.value(0, u"name"); name.isPresent())
        host->keepResult(name.toString(), resultOf(*result));
    return Value(QString());
}

Result<Value> loadResult(const Shared &host, const Arguments &arguments)
{
    return host->keptResult(arguments.value(0, u"name").toString());
}

const Relation *relationIn(const Value &value)
{
    return dynamic_cast<const Relation *>(value.asObject().get());
}

/// adapter.get_relation(database, schema, identifier): None where nothing of that name is there.
Result<Value> getRelation(const Shared &host, const Arguments &arguments)
{
    if (!host->executing())
        return Value::none();
    const RelationName name{arguments.value(1, u"schema").toString(),
                            arguments.value(2, u"identifier").toString()};
    const auto found =
        ask(host, arguments,
            shippedSql(u"system/templates/relation")
                .arg(warehouse::quoteLiteral(name.schema), warehouse::quoteLiteral(name.name)));
    if (!found)
        return failure(found.error());
    return found->rowCount() == 0
               ? Value::none()
               : Relation::make(name, host->language().options.database, found->text(0, 0));
}

/// adapter.get_columns_in_relation(relation)
Result<Value> getColumns(const Shared &host, const Arguments &arguments)
{
    if (!host->executing())
        return Value(List{});
    const Value given = arguments.value(0, u"relation");
    const Relation *relation = relationIn(given);
    if (relation == nullptr)
        return failure(
            placed({.kind = ErrorKind::Project,
                    .message = QStringLiteral("get_columns_in_relation() takes a relation, such as "
                                              "ref('model'), not '%1'")
                                   .arg(given.toString())},
                   arguments));
    const auto found = ask(host, arguments,
                           shippedSql(u"system/templates/columns")
                               .arg(warehouse::quoteLiteral(relation->name().schema),
                                    warehouse::quoteLiteral(relation->name().name)));
    if (!found)
        return failure(found.error());
    List columns;
    for (int row = 0; row < found->rowCount(); ++row)
        columns.push_back(columnOf(found->text(row, 0), found->text(row, 1)));
    return Value(std::move(columns));
}

/// What would change live relations behind the publication's back.
Result<Value> refused(const QString &name, const Arguments &arguments)
{
    return failure(
        placed({.kind = ErrorKind::Project,
                .message = QStringLiteral("adapter.%1 would change what readers see before it is proven. "
                                          "Daybook replaces relations itself: take the call out")
                               .arg(name)},
               arguments));
}

using Method = Result<Value> (*)(const Shared &, const Arguments &);

template <Method method> Value bound(const Shared &host)
{
    return Value::fromFunction(QStringLiteral("function"),
                               [host](const Arguments &arguments) { return method(host, arguments); });
}

} // namespace

Maker serverName(const QString &name)
{
    static const QHash<QString, Maker> makers{
        {QStringLiteral("run_query"), bound<runQuery>},
        {QStringLiteral("statement"), bound<statement>},
        {QStringLiteral("load_result"), bound<loadResult>},
        {QStringLiteral("api"),
         [](const Shared &) {
             return Value(Dict{{QStringLiteral("Column"), columnClass()}});
         }},
    };
    return makers.value(name, nullptr);
}

templating::Dict serverMethods(const Shared &host)
{
    Dict methods{{QStringLiteral("get_relation"), bound<getRelation>(host)},
                 {QStringLiteral("load_relation"), bound<getRelation>(host)},
                 {QStringLiteral("get_columns_in_relation"), bound<getColumns>(host)}};
    for (const auto *name : {u"drop_relation", u"rename_relation", u"truncate_relation", u"create_schema",
                             u"drop_schema", u"expand_target_column_types"}) {
        const QString text = QString::fromUtf16(name);
        methods.insert(text, Value::fromFunction(text, [host, text](const Arguments &arguments) {
                           return host->executing() ? refused(text, arguments) : Value(QString());
                       }));
    }
    return methods;
}

} // namespace daybook::project
