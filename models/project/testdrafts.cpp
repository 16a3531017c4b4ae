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
    QString target; ///< as the test's name has it
    Reference reference;

    /// As dbt writes the relation into the test's arguments; part of its hash.
    QString modelExpression() const
    {
        QString text = QStringLiteral("{{ get_where_subquery(");
        if (reference.isSource)
            ((text += u"source('") += reference.package) += u"', '";
        else
            text += u"ref('";
        (text += reference.name) += u'\'';
        if (!reference.version.isEmpty())
            ((text += u", version='") += reference.version) += u'\'';
        return text += u")) }}";
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
        m_modelExpression = owner.modelExpression();
        m_folders = m_descriptions.foldersOf.value(owner.draft->spec->where.file);
        for (const ColumnSpec &column : owner.draft->spec->columns) {
            for (const TestSpec &test : column.tests)
                draft(owner, test, &column);
        }
        for (const TestSpec &test : owner.draft->spec->tests)
            draft(owner, test, nullptr);
    }

    Drafts take() { return std::move(m_drafts); }

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
        m_drafts.push_back(std::make_unique<Draft>());
        Draft &draft = *m_drafts.back();
        name(draft.node, owner, spec, column);
        renderDescriptions(m_language, draft.node, spec.where, m_problems);
        if (const Value written = m_language->settings.unrendered.find(u"test"); written.isDict())
            draft.node.unrendered = configFromTree(written, draft.node.fqn);
        const Value own = ownConfig(draft, spec, column);
        const Value ofTree = configFromTree(m_language->settings.tests, draft.node.fqn);
        draft.node.config = mergeConfig(ofTree, own);
        draft.references.push_back(owner.reference);
        draft.references.back().where = spec.where;
        settle(draft, m_problems);
        if (!draft.enabled)
            return;
        const Value ofMacro = collectReferences(draft, owner, *macro);
        if (!ofMacro.entries().isEmpty()) {
            // What a properties file says of the test comes before what its macro does, and dbt_project.yml
            // last.
            draft.node.config = mergeConfig(mergeConfig(ofTree, ofMacro), own);
            settle(draft, m_problems);
        }
        placeFailures(draft, m_language, m_problems);
    }

    void name(Node &node, const Owner &owner, const TestSpec &spec, const ColumnSpec *column) const
    {
        Dict arguments = spec.arguments.entries();
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
        const QString hash = testHash(node.name, spec, m_modelExpression, arguments);
        node.uniqueId.reserve(node.package.size() + node.name.size() + hash.size() + 7);
        node.uniqueId += u"test.";
        ((node.uniqueId += node.package) += u'.') += node.name;
        (node.uniqueId += u'.') += hash;
        node.path = spec.where.file;
        node.declared = spec.where;
        node.description = spec.description;
        node.fqn.reserve(m_folders.size() + 2);
        node.fqn << node.package << m_folders << node.name;
        test.generic = spec.qualifiedName();
        test.attachedNode = owner.draft->node.uniqueId;
        test.arguments = spec.arguments;
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
        draft.node.macros = {uniqueIdOf(macro)};
        if (Macros::isShipped(macro) && !mayRefer(draft.node.test->arguments))
            return {};
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
        draft.references.insert(draft.references.end(), collected.references.begin(),
                                collected.references.end());
        return collected.config;
    }

    std::shared_ptr<const Language> m_language;
    const Descriptions &m_descriptions;
    Problems &m_problems;
    Drafts m_drafts;
    QString m_modelExpression; ///< of the owner at hand
    QStringList m_folders;     ///< of the file that describes it
};

/// What is drafted on a thread of its own.
struct Work
{
    Owner owner;
    Drafts drafts;
    Problems problems;
};

std::vector<Work> ownersOf(const Drafts &drafts)
{
    std::vector<Work> work;
    work.reserve(drafts.size());
    for (const auto &draft : drafts) {
        if (draft->spec == nullptr || !draft->enabled)
            continue;
        const Node &node = draft->node;
        Owner owner{.draft = draft.get(), .target = node.name, .reference = {.name = node.name}};
        if (node.source) {
            owner.target = node.source->sourceName + QLatin1Char('_') + node.name;
            owner.reference = {.isSource = true, .package = node.source->sourceName, .name = node.name};
        } else if (node.version) {
            owner.reference.version = node.version->number.toString();
            owner.target += QStringLiteral("_v") + owner.reference.version;
        }
        work.push_back({.owner = std::move(owner), .drafts = {}, .problems = {}});
    }
    return work;
}

} // namespace

Drafts draftGenericTests(const std::shared_ptr<const Language> &language, const Descriptions &descriptions,
                         const Drafts &owners, Problems &problems)
{
    std::vector<Work> work = ownersOf(owners);
    QtConcurrent::blockingMap(work, [&](Work &item) {
        TestDrafter drafter(language, descriptions, item.problems);
        drafter.draftAll(item.owner);
        item.drafts = drafter.take();
    });
    Drafts drafts;
    for (Work &item : work) {
        problems.take(std::move(item.problems));
        std::move(item.drafts.begin(), item.drafts.end(), std::back_inserter(drafts));
    }
    return drafts;
}

} // namespace daybook::project
