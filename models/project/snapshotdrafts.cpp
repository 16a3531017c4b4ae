// Snapshots: blocks of SQL files, and those that a properties file makes of one relation.
#include "models/project/config.h"
#include "models/project/drafts.h"
#include "models/project/snapshotoptions.h"

#include <QSet>

namespace daybook::project {

using templating::Definition;

namespace {

/// Drafts the snapshots of a project, each with the place that messages about it name.
class SnapshotDrafter
{
public:
    SnapshotDrafter(std::shared_ptr<const Language> language, const Descriptions &descriptions,
                    Problems &problems)
        : m_language(std::move(language)), m_descriptions(descriptions), m_problems(problems)
    {
    }

    void draftBlocks(const SourceFile &file)
    {
        const auto source = m_language->environment.parse(file.sql, file.path);
        if (!source) {
            m_problems.add(source.error());
            return;
        }
        bool any = false;
        for (const Definition &block : source->definitions()) {
            if (block.tag != u"snapshot")
                continue;
            any = true;
            draftBlock(file, block);
        }
        if (!any)
            m_problems.warning({file.path}, QStringLiteral("There is no snapshot in this file: write "
                                                           "{% snapshot name %} ... {% endsnapshot %}"));
    }

    /// Those that are nothing but `select *` from a relation; in the order of their names.
    void draftRelations()
    {
        QStringList names = m_descriptions.snapshots.keys();
        names.sort();
        for (const QString &name : names) {
            const NodeSpec &spec = *m_descriptions.snapshots.value(name);
            if (!spec.relation.isEmpty())
                draftRelation(spec);
        }
    }

    /// With what their texts say, which is read once all are known.
    Drafts take()
    {
        for (std::size_t i = 0; i < m_drafts.size(); ++i) {
            Draft &draft = *m_drafts[i];
            readFile(m_language, draft, m_problems);
            if (!draft.enabled)
                continue;
            check(draft.node, m_places[i]);
            place(draft, m_language, m_problems);
        }
        return std::move(m_drafts);
    }

private:
    void draftBlock(const SourceFile &file, const Definition &block)
    {
        auto draft = std::make_unique<Draft>();
        Node &node = draft->node;
        node = nodeOf(ResourceType::Snapshot, m_language->settings.name, file);
        node.fqn << block.name; // after the file's
        rename(node, block.name);
        node.linesAbove = block.bodyLine - 1;
        node.rawSql = QString(node.linesAbove, QLatin1Char('\n')) + block.body;
        add(std::move(draft), m_descriptions.snapshots.value(block.name),
            {file.path, block.line, block.column});
    }

    void draftRelation(const NodeSpec &spec)
    {
        if (!readReference(spec.relation)) {
            m_problems.error(spec.where,
                             QStringLiteral("The snapshot '%1' has the relation \"%2\": write ref('model') "
                                            "or source('source', 'table')")
                                 .arg(spec.name, spec.relation));
            return;
        }
        auto draft = std::make_unique<Draft>();
        Node &node = draft->node;
        node.type = ResourceType::Snapshot;
        node.package = m_language->settings.name;
        node.path = spec.where.file;
        node.fqn =
            QStringList{node.package} + m_descriptions.foldersOf.value(node.path) + QStringList{spec.name};
        rename(node, spec.name);
        node.rawSql = QStringLiteral("select * from {{ %1 }}").arg(spec.relation.trimmed());
        add(std::move(draft), &spec, spec.where);
    }

    static void rename(Node &node, const QString &name)
    {
        node.name = name;
        node.uniqueId = QStringLiteral("snapshot.%1.%2").arg(node.package, name);
    }

    void add(std::unique_ptr<Draft> draft, const NodeSpec *spec, const Location &where)
    {
        const QString name = draft->node.name;
        if (const auto same = m_known.constFind(name); same != m_known.constEnd()) {
            m_problems.error(where, QStringLiteral("The snapshot '%1' stands in %2, too: rename one of them")
                                        .arg(name, same->toString()));
            return;
        }
        m_known.insert(name, where);
        describe(*draft, m_language->settings.snapshots, spec, m_language, m_problems);
        m_drafts.push_back(std::move(draft));
        m_places.push_back(where);
    }

    void check(const Node &node, const Location &where)
    {
        const auto options = SnapshotOptions::read(node);
        if (options)
            return;
        Error error = options.error();
        error.where = where;
        m_problems.add(error);
    }

    std::shared_ptr<const Language> m_language;
    const Descriptions &m_descriptions;
    Problems &m_problems;
    Drafts m_drafts;
    std::vector<Location> m_places; ///< by draft
    QHash<QString, Location> m_known;
};

/// A description without a relation needs a block to describe.
void refuseUndefined(const Descriptions &descriptions, const Drafts &drafts, Problems &problems)
{
    QSet<QString> names;
    for (const auto &draft : drafts)
        names.insert(draft->node.name);
    for (const NodeSpec *each : descriptions.snapshots) {
        const NodeSpec &spec = *each;
        if (spec.relation.isEmpty() && !names.contains(spec.name))
            problems.error(spec.where, QStringLiteral("The snapshot '%1' is nowhere: give it a relation, "
                                                      "ref('model') or source('source', 'table'), or write "
                                                      "{% snapshot %1 %} ... {% endsnapshot %} in an SQL "
                                                      "file%2")
                                           .arg(spec.name, didYouMean(spec.name, names.values())));
    }
}

} // namespace

Drafts draftSnapshots(const std::shared_ptr<const Language> &language, const std::vector<SourceFile> &files,
                      const Descriptions &descriptions, Problems &problems)
{
    SnapshotDrafter drafter(language, descriptions, problems);
    for (const SourceFile &file : files) {
        if (file.kind == FileKind::Snapshot)
            drafter.draftBlocks(file);
    }
    drafter.draftRelations();
    Drafts drafts = drafter.take();
    refuseUndefined(descriptions, drafts, problems);
    return drafts;
}

} // namespace daybook::project
