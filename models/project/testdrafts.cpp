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
                   : QStringLiteral("ref('%1'%2)")
                         .arg(reference.name, reference.version.isEmpty()
                                                  ? QString()
                                                  : QStringLiteral(", version='%1'").arg(reference.version));
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
        renderDescriptions(m_language, draft.node, spec.where, m_problems);
        configure(draft, owner, spec, column);
        settle(draft, m_problems);
        if (draft.enabled)
            collectReferences(draft, owner, *macro);
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

    void configure(Draft &draft, const Owner &owner, const TestSpec &spec, const ColumnSpec *column)
    {
        Value config =
            mergeConfig(draft.node.config, configFromTree(m_language->settings.tests, draft.node.fqn));
        if (const Value written = m_language->settings.unrendered.find(u"test"); written.isDict())
            draft.node.unrendered = configFromTree(written, draft.node.fqn);
        if (column != nullptr && !column->tags.isEmpty()) {
            List tags;
            for (const QString &tag : column->tags)
                tags.push_back(Value(tag));
            config = mergeConfig(config, Value(Dict{{QStringLiteral("tags"), Value(std::move(tags))}}));
        }
        config = mergeConfig(config, spec.config);
        const auto rendered = renderProperty(m_language, config, spec.where);
        if (rendered)
            draft.node.config = *rendered;
        else
            m_problems.add(rendered.error());
        draft.references.push_back(owner.reference);
        draft.references.back().where = spec.where;
    }

    /// Shipped tests read what they test and what their arguments name; others are asked.
    void collectReferences(Draft &draft, const Owner &owner, const Macro &macro)
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
        // What a properties file says of the test comes before what its macro does.
        draft.node.config = mergeConfig(collected.config, draft.node.config);
        settle(draft, m_problems);
    }

    std::shared_ptr<const Language> m_language;
    const Descriptions &m_descriptions;
    Problems &m_problems;
    std::vector<Draft> m_drafts;
};

/// What is drafted on a thread of its own.
struct Work
{
    Owner owner;
    std::vector<Draft> drafts;
    Problems problems;
};

std::vector<Work> ownersOf(const std::vector<Draft> &drafts)
{
    std::vector<Work> work;
    for (const Draft &draft : drafts) {
        const Node &node = draft.node;
        if (draft.spec == nullptr || !draft.enabled)
            continue;
        Owner owner{
            .draft = &draft, .spec = draft.spec, .target = node.name, .reference = {.name = node.name}};
        if (node.source) {
            const QString source = node.source->sourceName;
            owner.target = source + QLatin1Char('_') + node.name;
            owner.reference = {.isSource = true, .package = source, .name = node.name};
        } else if (node.version) {
            owner.reference.version = node.version->number.toString();
            owner.target += QStringLiteral("_v") + owner.reference.version;
        }
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
    std::vector<Work> work = ownersOf(owners);
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
