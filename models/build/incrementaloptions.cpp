#include "models/build/incrementaloptions.h"

#include <QHash>

namespace daybook::build {
namespace {

using project::Node;
using templating::Value;

/// One text, or a list of them.
QStringList texts(const Value &value)
{
    QStringList all;
    if (value.isString() && !value.toString().trimmed().isEmpty())
        all << value.toString();
    for (const Value &item : value.items())
        all << item.toString();
    return all;
}

template <typename T>
Result<T> chosen(const Node &model, const QString &option, const QString &name,
                 const QHash<QString, T> &known)
{
    if (const auto found = known.constFind(name); found != known.cend())
        return *found;
    QStringList names = known.keys();
    names.sort();
    return failure(wrongOption(model, QStringLiteral("%1 is \"%2\", but must be one of %3.")
                                          .arg(option, name, names.join(QStringLiteral(", ")))));
}

} // namespace

Error wrongOption(const Node &model, const QString &what)
{
    return {.kind = ErrorKind::Project,
            .message = QStringLiteral("%1: %2").arg(model.name, what),
            .where = Location{model.path, 0, 0}};
}

Result<IncrementalOptions> IncrementalOptions::read(const Node &model)
{
    const auto option = [&](QStringView name) { return model.config.find(name); };
    IncrementalOptions options;
    options.uniqueKey = texts(option(u"unique_key"));
    const bool keyed = !options.uniqueKey.isEmpty();
    const QString byKey = keyed ? QStringLiteral("delete+insert") : QStringLiteral("append");
    QString strategy = option(u"incremental_strategy").stringOr(byKey);
    if (strategy == QStringLiteral("default"))
        strategy = byKey;
    const auto how = chosen<Strategy>(model, QStringLiteral("incremental_strategy"), strategy,
                                      {{QStringLiteral("append"), Strategy::Append},
                                       {QStringLiteral("delete+insert"), Strategy::DeleteInsert},
                                       {QStringLiteral("merge"), Strategy::Merge},
                                       {QStringLiteral("microbatch"), Strategy::Microbatch}});
    if (!how)
        return failure(how.error());
    // Without a key nothing can match.
    options.strategy = keyed || *how == Strategy::Microbatch ? *how : Strategy::Append;
    options.eventTime = option(u"event_time").stringOr({});
    const auto onChange = chosen<SchemaChange>(model, QStringLiteral("on_schema_change"),
                                               option(u"on_schema_change").stringOr(QStringLiteral("ignore")),
                                               {{QStringLiteral("ignore"), SchemaChange::Ignore},
                                                {QStringLiteral("fail"), SchemaChange::Fail},
                                                {QStringLiteral("append_new_columns"), SchemaChange::Append},
                                                {QStringLiteral("sync_all_columns"), SchemaChange::Sync}});
    if (!onChange)
        return failure(onChange.error());
    options.onSchemaChange = *onChange;
    options.predicates =
        texts(option(u"incremental_predicates").isPresent() ? option(u"incremental_predicates")
                                                            : option(u"predicates"));
    if (option(u"merge_update_columns").isPresent())
        options.updatedColumns = texts(option(u"merge_update_columns"));
    options.excludedColumns = texts(option(u"merge_exclude_columns"));
    if (options.updatedColumns && !options.excludedColumns.isEmpty())
        return failure(
            wrongOption(model, QStringLiteral("merge_update_columns and merge_exclude_columns exclude each "
                                              "other: give one of them.")));
    return options;
}

} // namespace daybook::build
