#include "models/project/config.h"
#include "models/project/drafts.h"

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

const NodeSpec *specOf(const QHash<QString, NodeSpec> &specs, const QString &name)
{
    const auto spec = specs.constFind(name);
    return spec == specs.constEnd() ? nullptr : &*spec;
}

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

std::vector<Draft> draftModels(const std::shared_ptr<const Language> &language,
                               const std::vector<SourceFile> &files, const Descriptions &descriptions,
                               Problems &problems)
{
    std::vector<Draft> drafts;
    for (const SourceFile &file : files) {
        if (file.kind != FileKind::Model)
            continue;
        Draft draft{.node = nodeOf(ResourceType::Model, language->settings.name, file), .references = {}};
        draft.node.rawSql = file.content();
        const NodeSpec *spec = specOf(descriptions.models, draft.node.name);
        if (spec != nullptr)
            nameVersion(draft.node, *spec);
        describe(draft, language->settings.models, spec, language, problems);
        drafts.push_back(std::move(draft));
    }
    collectAll(language, drafts, problems);
    for (Draft &draft : drafts) {
        checkMaterialization(draft, problems);
        if (draft.enabled)
            place(draft, language, problems);
    }
    warnOfUndescribed(descriptions.models, drafts, QStringLiteral("model"), problems);
    return drafts;
}

std::vector<Draft> draftSeeds(const std::shared_ptr<const Language> &language,
                              const std::vector<SourceFile> &files, const Descriptions &descriptions,
                              Problems &problems)
{
    std::vector<Draft> drafts;
    for (const SourceFile &file : files) {
        if (file.kind != FileKind::Seed)
            continue;
        Draft draft{.node = nodeOf(ResourceType::Seed, language->settings.name, file), .references = {}};
        describe(draft, language->settings.seeds, specOf(descriptions.seeds, draft.node.name), language,
                 problems);
        draft.node.contentHash = QString::fromLatin1(file.hash.toHex());
        drafts.push_back(std::move(draft));
    }
    collectAll(language, drafts, problems); // of their hooks: a seed has no text
    for (Draft &draft : drafts) {
        if (draft.enabled)
            place(draft, language, problems);
    }
    warnOfUndescribed(descriptions.seeds, drafts, QStringLiteral("seed"), problems);
    return drafts;
}

std::vector<Draft> draftSources(const std::shared_ptr<const Language> &language,
                                const Descriptions &descriptions, Problems &problems)
{
    std::vector<Draft> drafts;
    const QString package = language->settings.name;
    for (const auto &[spec, folders] : descriptions.sources) {
        Draft draft;
        Node &node = draft.node;
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
        describe(draft, language->settings.sources, &spec.table, language, problems);
        settle(draft, problems);
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

std::vector<Draft> draftSqlTests(const std::shared_ptr<const Language> &language,
                                 const std::vector<SourceFile> &files, const Descriptions &descriptions,
                                 Problems &problems)
{
    std::vector<Draft> drafts;
    for (const SourceFile &file : files) {
        if (file.kind != FileKind::Test || file.folders().value(0) == u"generic")
            continue;
        Draft draft{.node = nodeOf(ResourceType::Test, language->settings.name, file), .references = {}};
        draft.node.rawSql = file.content();
        draft.node.test = TestInfo{};
        describe(draft, language->settings.tests, specOf(descriptions.sqlTests, draft.node.name), language,
                 problems);
        drafts.push_back(std::move(draft));
    }
    collectAll(language, drafts, problems);
    warnOfUndescribed(descriptions.sqlTests, drafts, QStringLiteral("test"), problems);
    return drafts;
}

} // namespace daybook::project
