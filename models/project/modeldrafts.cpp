#include "models/project/config.h"
#include "models/project/drafts.h"

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

void checkMaterialization(const Draft &draft, Problems &problems)
{
    static const QStringList known{QStringLiteral("view"), QStringLiteral("table"),
                                   QStringLiteral("incremental"), QStringLiteral("ephemeral"),
                                   QStringLiteral("materialized_view")};
    const QString name = draft.node.materialization();
    if (!known.contains(name))
        problems.error({draft.node.path, 1, 0},
                       QStringLiteral("The materialization '%1' is not supported%2: use one of %3")
                           .arg(name, didYouMean(name, known), known.join(QStringLiteral(", "))));
}

/// The file of a version is called as its author likes.
void nameVersion(Node &node, const NodeSpec &spec)
{
    node.deprecationDate = spec.deprecationDate;
    node.version = spec.version;
    if (!node.version)
        return;
    const QString number = QLatin1Char('v') + node.version->number.toString();
    node.name = spec.name;
    node.uniqueId = QStringLiteral("model.%1.%2.%3").arg(node.package, node.name, number);
    node.fqn.last() = node.name;
    node.fqn.append(number);
}

} // namespace

Drafts draftModels(const std::shared_ptr<const Language> &language, const std::vector<SourceFile> &files,
                   const Descriptions &descriptions, Problems &problems)
{
    std::vector<const SourceFile *> models;
    for (const SourceFile &file : files) {
        if (file.kind == FileKind::Model)
            models.push_back(&file);
    }
    const auto make = [&](const SourceFile &file, Draft &draft, Problems &own) {
        draft.node = nodeOf(ResourceType::Model, language->settings.name, file);
        draft.node.rawSql = file.sql;
        const NodeSpec *spec = descriptions.models.value(draft.node.name);
        if (spec != nullptr)
            nameVersion(draft.node, *spec);
        describe(draft, language->settings.models, spec, language, own);
        readFile(language, draft, own);
        checkMaterialization(draft, own);
        if (draft.enabled)
            place(draft, language, own);
    };
    Drafts drafts = draftEach(models, problems, make);
    warnOfUndescribed(descriptions.models, drafts, QStringLiteral("model"), problems);
    return drafts;
}

Drafts draftSeeds(const std::shared_ptr<const Language> &language, const std::vector<SourceFile> &files,
                  const Descriptions &descriptions, Problems &problems)
{
    Drafts drafts;
    for (const SourceFile &file : files) {
        if (file.kind != FileKind::Seed)
            continue;
        drafts.push_back(std::make_unique<Draft>());
        Draft &draft = *drafts.back();
        draft.node = nodeOf(ResourceType::Seed, language->settings.name, file);
        describe(draft, language->settings.seeds, descriptions.seeds.value(draft.node.name), language,
                 problems);
        readFile(language, draft, problems); // its hooks: a seed has no text
        draft.node.contentHash = file.sha256;
        if (draft.enabled)
            place(draft, language, problems);
    }
    warnOfUndescribed(descriptions.seeds, drafts, QStringLiteral("seed"), problems);
    return drafts;
}

Drafts draftSources(const std::shared_ptr<const Language> &language, const Descriptions &descriptions,
                    Problems &problems)
{
    Drafts drafts;
    const QString package = language->settings.name;
    for (const auto &[spec, folders] : descriptions.sources) {
        auto draft = std::make_unique<Draft>();
        Node &node = draft->node;
        node.type = ResourceType::Source;
        node.package = package;
        node.name = spec.table.name;
        node.uniqueId = QStringLiteral("source.%1.%2.%3").arg(package, spec.sourceName, node.name);
        node.fqn = QStringList{package} + folders + QStringList{spec.sourceName, node.name};
        node.path = spec.table.where.file;
        const auto said = renderDescription(language, spec.description,
                                            QStringLiteral("the source '%1'").arg(spec.sourceName),
                                            spec.table.where, problems);
        node.source = SourceInfo{spec.sourceName, spec.loadedAtField, said.text, spec.loader, spec.meta};
        describe(*draft, language->settings.sources, &spec.table, language, problems);
        settle(*draft, problems);
        const auto schema = renderProperty(language, Value(spec.schema), spec.table.where);
        const auto name = renderProperty(language, Value(spec.identifier), spec.table.where);
        if (!schema || !name) {
            problems.add(schema ? name.error() : schema.error());
            continue;
        }
        node.relation = {schema->toString(), name->toString()};
        drafts.push_back(std::move(draft));
    }
    return drafts;
}

Drafts draftSqlTests(const std::shared_ptr<const Language> &language, const std::vector<SourceFile> &files,
                     const Descriptions &descriptions, Problems &problems)
{
    std::vector<const SourceFile *> tests;
    for (const SourceFile &file : files) {
        if (file.kind == FileKind::Test && file.folders().value(0) != u"generic")
            tests.push_back(&file);
    }
    const auto make = [&](const SourceFile &file, Draft &draft, Problems &own) {
        draft.node = nodeOf(ResourceType::Test, language->settings.name, file);
        draft.node.rawSql = file.sql;
        draft.node.test = TestInfo{};
        describe(draft, language->settings.tests, descriptions.sqlTests.value(draft.node.name), language,
                 own);
        readFile(language, draft, own);
        placeFailures(draft, language, own);
    };
    Drafts drafts = draftEach(tests, problems, make);
    warnOfUndescribed(descriptions.sqlTests, drafts, QStringLiteral("test"), problems);
    return drafts;
}

} // namespace daybook::project
