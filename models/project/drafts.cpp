#include "models/project/drafts.h"

#include "models/project/config.h"
#include "models/project/hooks.h"

#include <QtConcurrent/QtConcurrentMap>

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

Location whereOf(const Node &node)
{
    return node.declared.value_or(Location{node.path});
}

void readTestSettings(Draft &draft, Problems &problems)
{
    TestInfo &test = draft.node.test.value();
    const Value &config = draft.node.config;
    if (config.entries().isEmpty())
        return;
    const Location where = whereOf(draft.node);
    const auto text = [&config](QStringView key, const QString &standard) {
        const Value value = config.find(key);
        return value.isPresent() ? value.toString() : standard;
    };
    test.severity = text(u"severity", test.severity).toLower();
    if (test.severity != u"error" && test.severity != u"warn")
        problems.error(where, QStringLiteral("severity must be error or warn, not '%1'").arg(test.severity));
    test.warnIf = text(u"warn_if", test.warnIf);
    test.errorIf = text(u"error_if", test.errorIf);
    test.failCalc = text(u"fail_calc", test.failCalc);
    test.where = text(u"where", {});
    const QString as = config.find(u"store_failures_as").stringOr(QStringLiteral("table"));
    if (as != u"table" && as != u"view" && as != u"ephemeral")
        problems.error(
            where, QStringLiteral("store_failures_as must be table, view or ephemeral, not '%1'").arg(as));
    const Value limit = config.find(u"limit");
    test.limit = limit.asInteger();
    if (limit.isPresent() && (!test.limit || *test.limit < 1))
        problems.error(
            where, QStringLiteral("limit must be a whole number above 0, not '%1'").arg(limit.toString()));
}

/// Tables that foreign keys point to are built before.
void readKeyTargets(Draft &draft)
{
    std::vector<Value> constraints = draft.node.constraints.items();
    for (const Column &column : draft.node.columns)
        std::copy(column.constraints.items().begin(), column.constraints.items().end(),
                  std::back_inserter(constraints));
    for (const Value &constraint : constraints) {
        if (const auto reference = readReference(constraint.find(u"to").stringOr({})))
            draft.references.push_back(*reference);
    }
}

/// What hooks read is built before, too.
void collectHooks(const std::shared_ptr<const Language> &language, Draft &draft, Problems &problems)
{
    for (const auto key : {u"pre_hook", u"post_hook"}) {
        const auto hooks = hooksOf(draft.node, key);
        if (!hooks) {
            problems.add(hooks.error());
            continue;
        }
        for (const Hook &hook : *hooks) {
            Node asked = draft.node;
            asked.rawSql = hook.sql;
            const auto found = collect(language, asked);
            if (!found)
                problems.add(found.error());
            else
                std::copy_if(found->references.begin(), found->references.end(),
                             std::back_inserter(draft.references),
                             [&](const Reference &each) { return each.name != draft.node.name; });
        }
    }
}

/// What threads share must not be changed: templates see it from here on.
void freeze(const Node &node)
{
    node.config.freeze();
    node.meta.freeze();
    for (const Column &column : node.columns) {
        column.meta.freeze();
        column.constraints.freeze();
    }
    node.constraints.freeze();
    if (node.test)
        node.test->arguments.freeze();
}

} // namespace

void readFile(const std::shared_ptr<const Language> &language, Draft &draft, Problems &problems)
{
    auto found = collect(language, draft.node);
    if (!found) {
        Error error = found.error();
        if (!error.where)
            error.where = Location{draft.node.path};
        problems.add(error);
        return;
    }
    draft.references = std::move(found->references);
    draft.source = std::move(found->source);
    readKeyTargets(draft);
    draft.node.macros = std::move(found->macros);
    draft.node.config = mergeConfig(draft.node.config, found->config);
    collectHooks(language, draft, problems);
    settle(draft, problems);
}

Node nodeOf(ResourceType type, const QString &package, const SourceFile &file)
{
    Node node;
    node.type = type;
    node.package = package;
    node.name = file.stem();
    node.uniqueId = toString(type) + QLatin1Char('.') + package + QLatin1Char('.') + node.name;
    const QStringList folders = file.folders();
    node.fqn.reserve(folders.size() + 2);
    node.fqn << package << folders << node.name;
    node.path = file.path;
    return node;
}

void describe(Draft &draft, const Value &tree, const NodeSpec *spec,
              const std::shared_ptr<const Language> &language, Problems &problems)
{
    Node &node = draft.node;
    draft.spec = spec;
    Value config = configFromTree(tree, node.fqn);
    Location where{QStringLiteral("dbt_project.yml")};
    if (const Value written = language->settings.unrendered.find(toString(node.type)); written.isDict())
        node.unrendered = configFromTree(written, node.fqn);
    if (spec != nullptr) {
        config = mergeConfig(config, spec->config);
        where = spec->where;
        node.declared = spec->where;
        node.description = spec->description;
        node.columns.reserve(spec->columns.size());
        for (const ColumnSpec &column : spec->columns)
            node.columns.push_back(column.column);
        node.constraints = spec->constraints;
        renderDescriptions(language, node, where, problems);
    }
    std::vector<Value *> constraints{&node.constraints};
    for (Column &column : node.columns)
        constraints.push_back(&column.constraints);
    for (Value *each : constraints) {
        const auto rendered = renderProperty(language, *each, where);
        if (rendered)
            *each = *rendered;
        else
            problems.add(rendered.error());
    }
    if (const auto rendered = renderProperty(language, config, where))
        node.config = *rendered;
    else
        problems.add(rendered.error());
}

void settle(Draft &draft, Problems &problems)
{
    Node &node = draft.node;
    node.tags = configTexts(node.config, u"tags");
    node.meta = node.config.find(u"meta");
    const Value enabled = node.config.find(u"enabled");
    if (enabled.isPresent() && !enabled.asBool())
        problems.error(whereOf(node),
                       QStringLiteral("enabled must be true or false, not '%1'").arg(enabled.toString()));
    draft.enabled = enabled.boolOr(true);
    if (node.test)
        readTestSettings(draft, problems);
    freeze(node);
}

Drafts draftEach(const std::vector<const SourceFile *> &files, Problems &problems,
                 const std::function<void(const SourceFile &, Draft &, Problems &)> &make)
{
    struct Work
    {
        const SourceFile *file;
        std::unique_ptr<Draft> draft = {};
        Problems problems = {};
    };
    std::vector<Work> work;
    work.reserve(files.size());
    for (const SourceFile *file : files)
        work.push_back({.file = file});
    QtConcurrent::blockingMap(work, [&make](Work &item) {
        item.draft = std::make_unique<Draft>();
        make(*item.file, *item.draft, item.problems);
    });
    Drafts drafts;
    drafts.reserve(work.size());
    for (Work &item : work) {
        problems.take(std::move(item.problems));
        drafts.push_back(std::move(item.draft));
    }
    return drafts;
}

} // namespace daybook::project
