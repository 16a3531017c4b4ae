#include "models/project/snapshotoptions.h"

#include "models/project/config.h"
#include "models/project/problems.h"

namespace daybook::project {
namespace {

using templating::Value;
using Options = SnapshotOptions;

tl::unexpected<Error> wrong(const Node &snapshot, const QString &what)
{
    return failure({.kind = ErrorKind::Project,
                    .message = QStringLiteral("The snapshot %1 %2").arg(snapshot.name, what),
                    .where = Location{snapshot.path, 0, 0}});
}

Result<Options::Strategy> readStrategy(const Node &snapshot)
{
    const QString strategy = snapshot.config.find(u"strategy").stringOr({});
    if (strategy == u"timestamp")
        return Options::Strategy::Timestamp;
    if (strategy == u"check")
        return Options::Strategy::Check;
    if (strategy.isEmpty())
        return wrong(snapshot, QStringLiteral("has no strategy: set strategy to timestamp (with updated_at, "
                                              "the column that tells when a row changed) or to check (with "
                                              "check_cols, the columns to compare)"));
    return wrong(
        snapshot,
        QStringLiteral("has the strategy '%1', which is not known%2: use timestamp or check")
            .arg(strategy, didYouMean(strategy, {QStringLiteral("timestamp"), QStringLiteral("check")})));
}

Result<Options::HardDeletes> readHardDeletes(const Node &snapshot)
{
    const Value legacy = snapshot.config.find(u"invalidate_hard_deletes");
    const Value written = snapshot.config.find(u"hard_deletes");
    if (legacy.isPresent() && written.isPresent())
        return wrong(snapshot, QStringLiteral("sets hard_deletes and invalidate_hard_deletes, its older "
                                              "form: take invalidate_hard_deletes away"));
    if (legacy.isPresent())
        return legacy.boolOr(false) ? Options::HardDeletes::Invalidate : Options::HardDeletes::Ignore;
    const QString word = written.isPresent() ? written.toString() : QStringLiteral("ignore");
    if (word == u"ignore")
        return Options::HardDeletes::Ignore;
    if (word == u"invalidate")
        return Options::HardDeletes::Invalidate;
    if (word == u"new_record")
        return Options::HardDeletes::NewRecord;
    return wrong(snapshot,
                 QStringLiteral("has hard_deletes '%1': use ignore, invalidate or new_record").arg(word));
}

/// What the strategy must know, and what it may not be told.
Result<void> readColumns(const Node &snapshot, Options &options)
{
    options.uniqueKey = configTexts(snapshot.config, u"unique_key");
    options.uniqueKey.removeAll(QString());
    if (options.uniqueKey.isEmpty())
        return wrong(snapshot, QStringLiteral("has no unique_key: name the column, or the list of columns, "
                                              "that tells its rows apart"));
    options.updatedAt = snapshot.config.find(u"updated_at").stringOr({}).trimmed();
    const Value checked = snapshot.config.find(u"check_cols");
    if (options.strategy == Options::Strategy::Timestamp) {
        if (options.updatedAt.isEmpty())
            return wrong(snapshot, QStringLiteral("has no updated_at, which the strategy timestamp needs: "
                                                  "name the column that tells when a row changed"));
        if (checked.isPresent())
            return wrong(snapshot, QStringLiteral("has check_cols, which the strategy timestamp does not "
                                                  "look at: take them away, or set strategy to check"));
        return {};
    }
    options.checksAll = checked.isString() && checked.toString() == u"all";
    if (!checked.isPresent() || (checked.asList() != nullptr && checked.items().empty()))
        return wrong(snapshot, QStringLiteral("has no check_cols, which the strategy check needs: name a "
                                              "list of columns, or write all"));
    if (!options.checksAll && checked.asList() == nullptr)
        return wrong(
            snapshot,
            QStringLiteral("has check_cols '%1': write all, or a list of columns").arg(checked.toString()));
    if (!options.checksAll)
        options.checkedColumns = configTexts(snapshot.config, u"check_cols");
    return {};
}

Options::MetaColumns readMetaColumns(const Node &snapshot)
{
    const Value names = snapshot.config.find(u"snapshot_meta_column_names");
    const auto name = [&names](const QString &standard) {
        const Value own = names.find(standard);
        return own.isPresent() ? warehouse::columnNamed(own.toString()) : standard;
    };
    return {.scdId = name(QStringLiteral("dbt_scd_id")),
            .updatedAt = name(QStringLiteral("dbt_updated_at")),
            .validFrom = name(QStringLiteral("dbt_valid_from")),
            .validTo = name(QStringLiteral("dbt_valid_to")),
            .isDeleted = name(QStringLiteral("dbt_is_deleted"))};
}

} // namespace

Result<SnapshotOptions> SnapshotOptions::read(const Node &snapshot)
{
    SnapshotOptions options;
    const auto strategy = readStrategy(snapshot);
    if (!strategy)
        return failure(strategy.error());
    options.strategy = *strategy;
    if (const Result<void> known = readColumns(snapshot, options); !known)
        return failure(known.error());
    const auto hardDeletes = readHardDeletes(snapshot);
    if (!hardDeletes)
        return failure(hardDeletes.error());
    options.hardDeletes = *hardDeletes;
    const Value current = snapshot.config.find(u"dbt_valid_to_current");
    if (current.isPresent())
        options.validToCurrent = current.toString().trimmed();
    options.columns = readMetaColumns(snapshot);
    const QString materialized = snapshot.config.find(u"materialized").stringOr(QStringLiteral("snapshot"));
    if (materialized != u"snapshot")
        return wrong(snapshot,
                     QStringLiteral("is materialized as '%1': take materialized away").arg(materialized));
    return options;
}

} // namespace daybook::project
