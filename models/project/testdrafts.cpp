#include "models/project/config.h"
#include "models/project/drafts.h"
#include "models/project/generictest.h"
#include "models/project/manifestnodes.h"
#include "models/warehouse/identifier.h"

#include <QtConcurrent/QtConcurrentMap>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

/// What a test stands on.
struct Owner
{
    const Draft *draft = nullptr;
    const NodeSpec *spec = nullptr;
    QString target; ///< as the test's name has it
    Reference reference;

    /// As dbt writes the relation into the test's arguments; part of its hash.
    QString modelExpression() const { return QStringLiteral("{{ get_where_subquery(%1) }}").arg(toText()); }

private:
    QString toText() const
    {
        return reference.isSource
                   ? QStringLiteral("source('%1', '%2')").arg(reference.package, reference.name)
                   : QStringLiteral("ref('%1')").arg(reference.name);
    }
};

class TestDrafter
{
public:
    TestDrafter(const std::shared_ptr<const Language> &language, const Descriptions &descriptions,
                Problems &problems)
        : m_language(language), m_descriptions(descriptions), m_problems(problems)
    {
    }

    void draftAll(const Owner &owner)
    {
        for (const ColumnSpec &column : owner.spec->columns) {
            for (const TestSpec &test : column.tests)
                draft(owner, test, &column);
        }
        for (const TestSpec &test : owner.spec->tests)
            draft(owner, test, nullptr);
    }

    std::vector<Draft> take() { return std::move(m_drafts); }

private:
    void draft(const Owner &owner, const TestSpec &spec, const ColumnSpec *column)
    {
        const Macro *macro = testMacro(m_language->macros, m_language->settings.name, spec.qualifiedName());
        if (macro == nullptr) {
            m_problems.error(spec.where,
                             QStringLiteral("There is no test '%1'%2: define it in macros/ with "
                                            "{% test %3(model, column_name) %}, or correct the name")
                                 .arg(spec.qualifiedName(),
                                      didYouMean(spec.qualifiedName(), m_language->macros.testNames()),
                                      spec.name));
            return;
        }
        Draft draft;
        name(draft.node, owner, spec, column);
        const Value own = ownConfig(draft, spec, column);
        const Value ofTree = configFromTree(m_language->settings.tests, draft.node.fqn);
        draft.node.config = mergeConfig(ofTree, own);
        draft.references.push_back(owner.reference);
        draft.references.back().where = spec.where;
        settle(draft, m_problems);
        if (draft.enabled) {
            const Value ofMacro = collectReferences(draft, owner, *macro);
            // What a properties file says of the test comes before what its macro does, and dbt_project.yml
            // last.
            draft.node.config = mergeConfig(mergeConfig(ofTree, ofMacro), own);
            settle(draft, m_problems);
        }
        m_drafts.push_back(std::move(draft));
    }

    void name(Node &node, const Owner &owner, const TestSpec &spec, const ColumnSpec *column) const
    {
        Dict arguments = spec.arguments;
        TestInfo test;
        if (column != nullptr) {
            test.column =
                column->quote ? warehouse::quoteIdentifier(column->column.name) : column->column.name;
            arguments.insert(u"column_name", Value(test.column));
        }
        const QString type = (spec.package.isEmpty() ? QString() : spec.package + QLatin1Char('_')) +
                             (owner.reference.isSource ? QStringLiteral("source_") : QString()) + spec.name;
        const TestName made = testName(type, owner.target, arguments);
        node.type = ResourceType::Test;
        node.package = m_language->settings.name;
        node.name = spec.customName.isEmpty() ? made.fullName : spec.customName;
        node.uniqueId =
            QStringLiteral("test.%1.%2.%3")
                .arg(node.package, node.name, testHash(node.name, spec, owner.modelExpression(), arguments));
        node.path = spec.where.file;
        node.declared = spec.where;
        node.description = spec.description;
        node.fqn =
            QStringList{node.package} + m_descriptions.foldersOf.value(node.path) + QStringList{node.name};
        test.generic = spec.qualifiedName();
        test.attachedNode = owner.draft->node.uniqueId;
        test.arguments = Value(spec.arguments);
        node.test = std::move(test);
        if (spec.customName.isEmpty() && made.shortName != made.fullName)
            node.config = Value(Dict{{QStringLiteral("alias"), Value(made.shortName)}});
    }

    /// What the test's own properties say.
    Value ownConfig(const Draft &draft, const TestSpec &spec, const ColumnSpec *column)
    {
        Value config = draft.node.config;
        if (column != nullptr && !column->tags.isEmpty()) {
            List tags;
            for (const QString &tag : column->tags)
                tags.push_back(Value(tag));
            config = mergeConfig(config, Value(Dict{{QStringLiteral("tags"), Value(std::move(tags))}}));
        }
        const auto rendered = renderProperty(m_language, mergeConfig(config, spec.config), spec.where);
        if (rendered)
            return *rendered;
        m_problems.add(rendered.error());
        return config;
    }

    /// Shipped tests read what they test and what their arguments name; others are asked. Gives what the
    /// macro's text configures.
    Value collectReferences(Draft &draft, const Owner &owner, const Macro &macro)
    {
        const auto collector = std::make_shared<Collector>(m_language, &draft.node);
        std::optional<Error> error;
        if (Macros::isShipped(macro)) {
            if (const auto arguments = testArguments(collector); !arguments)
                error = arguments.error();
        } else if (const auto text = renderGenericTest(collector, macro, owner.reference); !text) {
            error = text.error();
        }
        if (error)
            m_problems.add(*error);
        const Collected &collected = collector->collected();
        draft.node.macros = {uniqueIdOf(macro)};
        draft.references.insert(draft.references.end(), collected.references.begin(),
                                collected.references.end());
        return collected.config;
    }

    std::shared_ptr<const Language> m_language;
    const Descriptions &m_descriptions;
    Problems &m_problems;
    std::vector<Draft> m_drafts;
};

const NodeSpec *specOf(const QHash<QString, NodeSpec> &specs, const QString &name)
{
    const auto spec = specs.constFind(name);
    return spec == specs.constEnd() ? nullptr : &*spec;
}

/// What is drafted on a thread of its own.
struct Work
{
    Owner owner;
    std::vector<Draft> drafts;
    Problems problems;
};

std::vector<Work> ownersOf(const Descriptions &descriptions, const std::vector<Draft> &drafts)
{
    QHash<QString, const NodeSpec *> tables;
    for (const auto &source : descriptions.sources)
        tables.insert(source.spec.sourceName + QLatin1Char('.') + source.spec.table.name, &source.spec.table);
    std::vector<Work> work;
    for (const Draft &draft : drafts) {
        const Node &node = draft.node;
        Owner owner{.draft = &draft, .target = node.name, .reference = {.name = node.name}};
        if (node.type == ResourceType::Source) {
            const QString source = node.source->sourceName;
            owner.spec = tables.value(source + QLatin1Char('.') + node.name);
            owner.target = source + QLatin1Char('_') + node.name;
            owner.reference = {.isSource = true, .package = source, .name = node.name};
        } else {
            owner.spec = specOf(node.type == ResourceType::Seed       ? descriptions.seeds
                                : node.type == ResourceType::Snapshot ? descriptions.snapshots
                                                                      : descriptions.models,
                                node.name);
        }
        if (owner.spec != nullptr && draft.enabled)
            work.push_back({.owner = std::move(owner), .drafts = {}, .problems = {}});
    }
    return work;
}

/// One of those that came to the same unique id.
void refuseTwice(const Node &node, const Location &other, Problems &problems)
{
    problems.error(*node.declared,
                   QStringLiteral("The test '%1' stands in %2, too: remove one, or give one a "
                                  "name of its own with 'name:'")
                       .arg(node.name, other.toString()));
}

} // namespace

std::vector<Draft> draftGenericTests(const std::shared_ptr<const Language> &language,
                                     const Descriptions &descriptions, const std::vector<Draft> &owners,
                                     Problems &problems)
{
    std::vector<Work> work = ownersOf(descriptions, owners);
    QtConcurrent::blockingMap(work, [&](Work &item) {
        TestDrafter drafter(language, descriptions, item.problems);
        drafter.draftAll(item.owner);
        item.drafts = drafter.take();
    });
    std::vector<Draft> drafts;
    QHash<QString, Location> places;
    for (Work &item : work) {
        problems.take(std::move(item.problems));
        for (Draft &draft : item.drafts) {
            const auto same = places.constFind(draft.node.uniqueId);
            if (same != places.constEnd()) {
                refuseTwice(draft.node, *same, problems);
                continue;
            }
            places.insert(draft.node.uniqueId, *draft.node.declared);
            drafts.push_back(std::move(draft));
        }
    }
    return drafts;
}

} // namespace daybook::project
