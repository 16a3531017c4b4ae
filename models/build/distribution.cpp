#include "models/build/distribution.h"

#include "models/build/incrementaloptions.h"
#include "models/warehouse/identifier.h"

namespace daybook::build {
namespace {

using project::Node;
using templating::Value;
using warehouse::Dialect;
using warehouse::quoteLiteral;

/// What the config says, else `meta: daybook:`.
Value option(const Node &model, QStringView name)
{
    const Value own = model.config.find(name);
    return own.isPresent() ? own : model.meta.find(u"daybook").find(name);
}

Result<QString> text(const Node &model, QStringView name)
{
    const Value value = option(model, name);
    if (value.isPresent() && !value.isString())
        return failure(wrongOption(
            model, QStringLiteral("%1 must be a text, not %2.").arg(name.toString(), value.repr())));
    return value.stringOr({}).trimmed();
}

Result<bool> flag(const Node &model, QStringView name, bool otherwise)
{
    const Value value = option(model, name);
    if (value.isPresent() && value.type() != Value::Type::Bool)
        return failure(wrongOption(
            model, QStringLiteral("%1 must be true or false, not %2.").arg(name.toString(), value.repr())));
    return value.boolOr(otherwise);
}

Result<void> readCitus(const Node &model, Distribution &read)
{
    const Result<QString> column = text(model, u"distributed_by");
    Result<QString> beside = text(model, u"colocate_with");
    const Result<bool> reference = flag(model, u"reference", false);
    if (!column || !beside || !reference)
        return failure(!column ? column.error() : !beside ? beside.error() : reference.error());
    if (!column->isEmpty() && *reference)
        return failure(
            wrongOption(model, QStringLiteral("a reference table is on every node: take either reference or "
                                              "distributed_by away.")));
    if (column->isEmpty() && !beside->isEmpty())
        return failure(wrongOption(
            model,
            QStringLiteral("colocate_with needs distributed_by: name the column that its rows go by.")));
    if (beside->startsWith(u"ref(")) // as a foreign key of a contract names its table
        beside = beside->sliced(4).remove(u')').remove(u'\'').remove(u'"').trimmed();
    read.column = *column;
    read.colocateWith = *beside;
    read.isReference = *reference;
    return {};
}

Result<void> readRedshift(const Node &model, Distribution &read)
{
    const Result<QString> style = text(model, u"dist");
    const Result<QString> type = text(model, u"sort_type");
    const Result<bool> backup = flag(model, u"backup", true);
    const Result<bool> bind = flag(model, u"bind", true);
    if (!style || !type || !backup || !bind)
        return failure(!style    ? style.error()
                       : !type   ? type.error()
                       : !backup ? backup.error()
                                 : bind.error());
    if (!type->isEmpty() && *type != u"compound" && *type != u"interleaved")
        return failure(wrongOption(
            model, QStringLiteral("sort_type is \"%1\", but must be compound or interleaved.").arg(*type)));
    const Value sort = option(model, u"sort");
    if (sort.isString())
        read.sort << sort.toString();
    for (const Value &column : sort.items())
        read.sort << column.toString();
    read.style = *style;
    read.sortType = type->isEmpty() ? QStringLiteral("compound") : *type;
    read.isBackedUp = *backup;
    read.isBound = *bind;
    return {};
}

} // namespace

Result<Distribution> Distribution::read(const Node &model)
{
    Distribution read;
    Result<void> step = readCitus(model, read);
    if (step)
        step = readRedshift(model, read);
    if (!step)
        return failure(step.error());
    return read;
}

bool Distribution::isBesideModel() const
{
    return !colocateWith.isEmpty() && colocateWith != u"default" && colocateWith != u"none";
}

QString Distribution::spreading(const warehouse::RelationName &table,
                                const std::optional<warehouse::RelationName> &beside) const
{
    if (isReference)
        return referenceStatement(table);
    const QString with = beside                   ? beside->toSql()
                         : colocateWith.isEmpty() ? QStringLiteral("default")
                                                  : colocateWith;
    return QStringLiteral("select create_distributed_table(%1, %2, colocate_with => %3)")
        .arg(quoteLiteral(table.toSql()), quoteLiteral(warehouse::columnNamed(column)), quoteLiteral(with));
}

QString Distribution::attributes(const Dialect &dialect) const
{
    if (!dialect.has(Dialect::Feature::StorageAttributes))
        return {};
    QString all = isBackedUp ? QString() : QStringLiteral(" backup no");
    const bool isWord = style == u"even" || style == u"all" || style == u"auto";
    if (!style.isEmpty())
        all += isWord ? QStringLiteral(" diststyle ") + style
                      : QStringLiteral(" diststyle key distkey (%1)").arg(style);
    if (!sort.isEmpty())
        all += QStringLiteral(" %1 sortkey (%2)").arg(sortType, sort.join(QStringLiteral(", ")));
    return all;
}

QString Distribution::createTable(const warehouse::RelationName &table, const QString &query,
                                  const Dialect &dialect) const
{
    // In parentheses, on lines of its own, so that a comment at its end does no harm.
    const bool comesEmpty = isSpread() && dialect.has(Dialect::Feature::Distribution);
    return QStringLiteral("create table %1%2 as (\n%3\n)%4")
        .arg(table.toSql(), attributes(dialect), query,
             comesEmpty ? QStringLiteral(" with no data") : QString());
}

QString Distribution::createView(const QString &kind, const warehouse::RelationName &view,
                                 const QString &query, const Dialect &dialect) const
{
    // Bare, as a view may end in WITH CHECK OPTION or start with WITH.
    const bool late = !isBound && dialect.has(Dialect::Feature::LateBinding);
    return QStringLiteral("create %1 %2 as\n%3%4")
        .arg(kind, view.toSql(), query, late ? QStringLiteral("\nwith no schema binding") : QString());
}

QString referenceStatement(const warehouse::RelationName &table)
{
    return QStringLiteral("select create_reference_table(%1)").arg(quoteLiteral(table.toSql()));
}

} // namespace daybook::build
