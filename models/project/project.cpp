#include "models/project/project.h"

#include "models/project/compiler.h"
#include "models/project/governance.h"
#include "models/project/graph.h"
#include "models/project/inparts.h"
#include "models/project/packages.h"
#include "models/project/projectdata.h"
#include "models/project/selector.h"

#include <QDir>

#include <atomic>

namespace daybook::project {

namespace {

Result<Package> readProjectFile(const QString &directory, Problems &problems)
{
    const QString name = QStringLiteral("dbt_project.yml");
    QFile file(QDir(directory).filePath(name));
    if (!file.exists())
        return failure(
            ErrorKind::Project,
            QStringLiteral("There is no dbt_project.yml in %1: go to a project's folder, or name it with "
                           "--project-dir")
                .arg(QDir::toNativeSeparators(directory)));
    if (!file.open(QIODevice::ReadOnly))
        return failure({.kind = ErrorKind::Io,
                        .message = QStringLiteral("This file cannot be read (%1): check its permissions")
                                       .arg(file.errorString()),
                        .where = Location{name}});
    const QByteArray text = file.readAll();
    Package package{.settings = readSettings(text, name, problems),
                    .files = {},
                    .settingsPath = name,
                    .settingsSha256 = QString::fromLatin1(Sha256::hexOf(text))};
    if (problems.hasErrors())
        return failure(problems.toError());
    return package;
}

std::vector<ProjectFile> filesOf(const std::vector<Package> &packages)
{
    std::vector<ProjectFile> files;
    for (const Package &package : packages) {
        files.push_back({package.settingsPath, package.settingsSha256});
        for (const SourceFile &file : package.files)
            files.push_back({file.path, file.sha256});
    }
    return files;
}

QString hashOf(const std::vector<ProjectFile> &files)
{
    Sha256 hash;
    QString line;
    for (const ProjectFile &file : files) {
        line.resize(0);
        (((line += file.path) += QChar(u'\0')) += file.sha256) += QChar(u'\n');
        hash.add(line.toUtf8());
    }
    return QString::fromLatin1(hash.hex());
}

/// The configuration trees hold templates; what they say must be known before any node is read.
void renderTrees(const std::shared_ptr<Language> &language, Problems &problems)
{
    Settings &settings = language->settings;
    templating::Dict unrendered;
    for (const auto &[type, part] :
         {std::pair(ResourceType::Model, &Settings::models), std::pair(ResourceType::Seed, &Settings::seeds),
          std::pair(ResourceType::Snapshot, &Settings::snapshots),
          std::pair(ResourceType::Test, &Settings::tests),
          std::pair(ResourceType::Source, &Settings::sources),
          std::pair(ResourceType::Exposure, &Settings::exposures)}) {
        templating::Value &tree = settings.*part;
        const auto rendered = renderProperty(language, tree, {QStringLiteral("dbt_project.yml")});
        if (!rendered)
            problems.add(rendered.error());
        else if (!(*rendered == tree))
            unrendered.insert(toString(type), std::exchange(tree, *rendered));
        tree.freeze();
    }
    settings.unrendered = templating::Value(std::move(unrendered));
    settings.unrendered.freeze();
}

std::shared_ptr<Language> makeLanguage(ProjectOptions options, Settings settings)
{
    auto language = std::make_shared<Language>();
    language->options = std::move(options);
    language->settings = std::move(settings);
    language->environment = makeEnvironment();
    language->loadedAt = QDateTime::currentDateTimeUtc();
    language->options.vars.freeze();
    language->options.target.freeze();
    language->settings.vars.freeze();
    return language;
}

/// What templates of one package see; `root` is the language of the project itself.
std::shared_ptr<Language> languageOf(const Language &root, const Settings &settings)
{
    auto language = std::make_shared<Language>(root);
    language->settings = settings;
    language->settings.vars.freeze();
    return language;
}

Drafts draftAll(Project::Data &data, const std::shared_ptr<const Language> &language,
                const std::vector<SourceFile> &files, Problems &problems)
{
    Descriptions descriptions = readDescriptions(files, problems);
    data.macros.insert(describeMacros(language, descriptions, problems));
    for (const GroupSpec &group : descriptions.groups)
        data.groups.insert(QStringLiteral("group.%1.%2").arg(language->settings.name, group.name), group);
    Drafts drafts = draftModels(language, files, descriptions, problems);
    const auto append = [&drafts](Drafts more) {
        std::move(more.begin(), more.end(), std::back_inserter(drafts));
    };
    append(draftSeeds(language, files, descriptions, problems));
    append(draftSnapshots(language, files, descriptions, problems));
    refuseSameNames(drafts, problems);
    append(draftSources(language, descriptions, problems));
    auto tests = draftGenericTests(language, descriptions, drafts, problems);
    append(std::move(tests));
    append(draftSqlTests(language, files, descriptions, problems));
    append(draftExposures(language, descriptions, problems));
    discard(std::move(descriptions));
    return drafts;
}

/// Each package's files are read in its own language, the root's first. Afterwards their texts are no more.
Drafts draftPackages(Project::Data &data, std::vector<Package> packages,
                     const std::shared_ptr<Language> &root, Problems &problems)
{
    Drafts drafts;
    for (const Package &package : packages) {
        const auto own = &package == &packages.front() ? root : languageOf(*root, package.settings);
        renderTrees(own, problems);
        data.ofPackages.insert(package.settings.name, own);
        auto more = draftAll(data, own, package.files, problems);
        std::move(more.begin(), more.end(), std::back_inserter(drafts));
    }
    discard(std::move(packages));
    return drafts;
}

QSet<QString> restrictedAmong(const std::vector<Package> &packages)
{
    QSet<QString> restricted;
    for (const Package &package : packages) {
        if (package.settings.restrictAccess)
            restricted.insert(package.settings.name);
    }
    return restricted;
}

/// Two nodes in one place would overwrite each other.
void refuseSameRelations(const Nodes &nodes, Problems &problems)
{
    QHash<std::pair<QString, QString>, const Node *> known;
    known.reserve(static_cast<qsizetype>(nodes.size()));
    for (const Node &node : nodes) {
        if (node.type == ResourceType::Source || node.relation.name.isEmpty())
            continue;
        const Node *&same = known[{node.relation.schema, node.relation.name}];
        if (same != nullptr)
            problems.error(
                {node.path, 1, 0},
                QStringLiteral("This would be built as %1, and so would %2: give one an alias or a schema "
                               "of its own")
                    .arg(node.relation.toString(), same->path));
        same = &node;
    }
}

/// Looks at all nodes once more, now that each is known.
void checkNodes(Project::Data &data, Problems &problems)
{
    auto relations = QtConcurrent::run([&nodes = data.nodes] {
        Problems own;
        refuseSameRelations(nodes, own);
        return own;
    });
    QStringList groups;
    for (const GroupSpec &group : std::as_const(data.groups))
        groups.append(group.name);
    std::atomic<bool> hasEphemeral = false;
    Problems ofGovernance;
    inParts(data.nodes.size(), ofGovernance, [&](size_t begin, size_t end, Problems &own) {
        for (size_t i = begin; i < end; ++i) {
            const Node &node = data.nodes[i];
            checkGovernance(node, groups, own);
            if (node.type == ResourceType::Model && node.materialization() == u"ephemeral")
                hasEphemeral = true;
        }
    });
    warnOfDeprecated(data.nodes, ofGovernance);
    data.hasEphemeral = hasEphemeral;
    problems.take(relations.takeResult());
    problems.take(std::move(ofGovernance));
}

/// A project whose version is not known can be built; that nobody can look it up later is told.
std::optional<SourceVersion> takeVersion(const Result<std::optional<SourceVersion>> &version,
                                         Problems &problems)
{
    if (!version)
        problems.warning(version.error().message);
    return version.value_or(std::nullopt);
}

} // namespace

Result<ProjectHeader> headerOf(const QString &directory)
{
    Problems problems;
    const auto root = readProjectFile(directory, problems);
    if (!root)
        return failure(root.error());
    return ProjectHeader{root->settings.name, root->settings.targetPath};
}

Project::Project(std::shared_ptr<const Data> data) : m_data(std::move(data)) {}

Result<Project> Project::load(ProjectOptions options, std::stop_token stop)
{
    const Error cancelled{.kind = ErrorKind::Cancelled,
                          .message = QStringLiteral("Reading the project was cancelled")};
    Problems problems;
    // Meanwhile: a large repository may take longer than the project in it.
    const auto versioning = QtConcurrent::run(sourceVersion, options.directory);
    auto root = readProjectFile(options.directory, problems);
    if (!root)
        return failure(root.error());
    root->files = readFiles(options.directory, root->settings, stop, problems);
    std::vector<Package> packages;
    packages.push_back(std::move(*root));
    for (Package &installed : readPackages(options.directory, packages.front().settings, stop, problems))
        packages.push_back(std::move(installed));
    if (stop.stop_requested())
        return failure(cancelled);
    const auto language = makeLanguage(std::move(options), packages.front().settings);
    language->macros = Macros::load(language->environment, packages, problems);
    language->docs = Docs::load(language->environment, packages, problems);
    const QSet<QString> restricted = restrictedAmong(packages);

    auto data = std::make_shared<Data>();
    data->files = filesOf(packages);
    const auto hashing = QtConcurrent::run([data] { return hashOf(data->files); });
    data->language = language;
    auto drafts = draftPackages(*data, std::move(packages), language, problems);
    if (stop.stop_requested())
        return failure(cancelled);
    data->selectors = readSelectors(language, problems);
    OrderedNodes ordered = orderedNodes(std::move(drafts), language->settings.name, restricted, problems);
    data->nodes = std::move(ordered.nodes);
    data->sources = std::move(ordered.sources);
    data->parents = std::move(ordered.parents);
    data->children = std::move(ordered.children);
    data->index = std::move(ordered.index);
    data->disabled = std::move(ordered.disabled);
    checkNodes(*data, problems);
    if (problems.hasErrors())
        return failure(problems.toError());
    data->contentHash = hashing.result();
    data->version = takeVersion(versioning.result(), problems);
    data->warnings = problems.warnings();
    return Project(std::move(data));
}

QString Project::name() const
{
    return m_data->language->settings.name;
}

QString Project::profile() const
{
    return m_data->language->settings.profile;
}

const ProjectOptions &Project::options() const
{
    return m_data->language->options;
}

const std::vector<ProjectFile> &Project::files() const
{
    return m_data->files;
}

QString Project::contentHash() const
{
    return m_data->contentHash;
}

const std::optional<SourceVersion> &Project::version() const
{
    return m_data->version;
}

const QStringList &Project::warnings() const
{
    return m_data->warnings;
}

const Nodes &Project::nodes() const
{
    return m_data->nodes;
}

const Node *Project::find(const QString &uniqueId) const
{
    const int position = m_data->index.byId(uniqueId);
    return position < 0 ? nullptr : &m_data->nodes[static_cast<size_t>(position)];
}

QStringList Project::childrenOf(const QString &uniqueId) const
{
    QStringList ids;
    const int position = m_data->index.byId(uniqueId);
    if (position < 0)
        return ids;
    for (const int child : m_data->children[static_cast<size_t>(position)])
        ids.append(m_data->nodes[static_cast<size_t>(child)].uniqueId);
    return ids;
}

Result<QStringList> Project::select(const Selection &selection, QStringList *warnings) const
{
    return selectNodes(*m_data, selection, warnings);
}

Result<QString> Project::compile(const Node &node, const CompileContext &context) const
{
    return compileNode(*m_data, node, context);
}

} // namespace daybook::project
