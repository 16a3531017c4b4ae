#include "models/project/manifest.h"

#include "models/project/manifestnodes.h"

#include <QCryptographicHash>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

/// A JSON object, member by member.
class Object
{
public:
    explicit Object(QIODevice &device) : m_device(device) { m_ok = m_device.write("{") == 1; }

    void key(const QString &name)
    {
        write((m_first ? "\n" : ",\n") + Value(name).toJson() + ": ");
        m_first = false;
    }
    void add(const QString &name, const Value &value)
    {
        key(name);
        write(value.toJson());
    }
    bool close()
    {
        write("}");
        return m_ok;
    }

private:
    void write(const QByteArray &bytes) { m_ok = m_ok && m_device.write(bytes) == bytes.size(); }

    QIODevice &m_device;
    bool m_first = true;
    bool m_ok = true;
};

Value metadata(const Project::Data &project, const ManifestStamp &stamp)
{
    const QString name = project.language->settings.name;
    const QString id =
        QString::fromLatin1(QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Md5).toHex());
    const Value startedAt = stamp.startedAt.isValid()
                                ? Value(stamp.startedAt.toUTC().toString(Qt::ISODateWithMs))
                                : Value::none();
    return Value(Dict{
        {QStringLiteral("dbt_schema_version"), Value(u"https://schemas.getdbt.com/dbt/manifest/v12.json")},
        {QStringLiteral("dbt_version"), Value(u"1.12.0")}, // the one whose format and meaning this follows
        {QStringLiteral("generated_at"), Value(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs))},
        {QStringLiteral("invocation_id"),
         stamp.invocationId.isEmpty() ? Value::none() : Value(stamp.invocationId)},
        {QStringLiteral("invocation_started_at"), startedAt},
        {QStringLiteral("env"), Value(Dict{})},
        {QStringLiteral("project_name"), Value(name)},
        {QStringLiteral("project_id"), Value(id)},
        {QStringLiteral("user_id"), Value::none()},
        {QStringLiteral("send_anonymous_usage_stats"), Value(false)},
        {QStringLiteral("adapter_type"), Value(u"postgres")},
        {QStringLiteral("quoting"), Value(Dict{{QStringLiteral("database"), Value(true)},
                                               {QStringLiteral("schema"), Value(true)},
                                               {QStringLiteral("identifier"), Value(true)},
                                               {QStringLiteral("column"), Value::none()}})},
        {QStringLiteral("run_started_at"), startedAt}});
}

class Writer
{
public:
    Writer(const Project::Data &project, const ManifestStamp &stamp, QIODevice &device)
        : m_project(project)
        , m_device(device)
        , m_moment{.createdAt = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000,
                   .compiledSql = stamp.compiledSql}
    {
    }

    bool write(const Value &about)
    {
        Object root(m_device);
        root.add(QStringLiteral("metadata"), about);
        using enum ResourceType;
        bool ok = entries(root, QStringLiteral("nodes"), {Model, Seed, Snapshot, Test});
        ok = entries(root, QStringLiteral("sources"), {Source}) && ok;
        ok = macros(root) && ok;
        ok = docs(root) && ok;
        ok = entries(root, QStringLiteral("exposures"), {Exposure}) && ok;
        groups(root);
        for (const char *key : {"metrics", "selectors"})
            root.add(QString::fromUtf8(key), Value(Dict{}));
        disabled(root);
        ok = edges(root, QStringLiteral("parent_map"), &Writer::parents) && ok;
        ok = edges(root, QStringLiteral("child_map"), &Writer::children) && ok;
        for (const char *key : {"saved_queries", "semantic_models", "unit_tests", "functions"})
            root.add(QString::fromUtf8(key), Value(Dict{}));
        return root.close() && ok;
    }

private:
    bool entries(Object &root, const QString &key, std::initializer_list<ResourceType> types)
    {
        root.key(key);
        Object object(m_device);
        for (const Node &node : m_project.nodes) {
            if (std::find(types.begin(), types.end(), node.type) != types.end())
                object.add(node.uniqueId, manifestEntry(m_project, node, m_moment));
        }
        return object.close();
    }

    bool macros(Object &root)
    {
        root.key(QStringLiteral("macros"));
        Object object(m_device);
        const Language &language = *m_project.language;
        for (const Macro *macro : language.macros.all())
            object.add(uniqueIdOf(*macro), manifestMacro(m_project, *macro, m_moment));
        return object.close();
    }

    bool docs(Object &root)
    {
        root.key(QStringLiteral("docs"));
        Object object(m_device);
        for (const DocsBlock *block : m_project.language->docs.all())
            object.add(block->uniqueId(), manifestDocs(m_project, *block));
        return object.close();
    }

    /// And which nodes are of each.
    void groups(Object &root) const
    {
        Dict entries;
        Dict members;
        for (auto group = m_project.groups.begin(); group != m_project.groups.end(); ++group) {
            entries.insert(group.key(), manifestGroup(m_project, group.key(), *group));
            List ids;
            for (const Node &node : m_project.nodes) {
                if (node.config.find(u"group").stringOr({}) == group->name)
                    ids.push_back(Value(node.uniqueId));
            }
            members.insert(group->name, Value(std::move(ids)));
        }
        root.add(QStringLiteral("groups"), Value(std::move(entries)));
        root.add(QStringLiteral("group_map"), Value(std::move(members)));
    }

    void disabled(Object &root) const
    {
        Dict all;
        for (const Node &node : m_project.disabled)
            all.insert(node.uniqueId, Value(List{manifestEntry(m_project, node, m_moment)}));
        root.add(QStringLiteral("disabled"), Value(std::move(all)));
    }

    bool edges(Object &root, const QString &key, List (Writer::*of)(size_t) const)
    {
        root.key(key);
        Object object(m_device);
        for (size_t i = 0; i < m_project.nodes.size(); ++i)
            object.add(m_project.nodes[i].uniqueId, Value((this->*of)(i)));
        return object.close();
    }

    List parents(size_t position) const
    {
        List ids;
        for (const QString &id : m_project.nodes[position].dependsOn)
            ids.push_back(Value(id));
        return ids;
    }

    List children(size_t position) const
    {
        List ids;
        for (const int child : m_project.children[position])
            ids.push_back(Value(m_project.nodes[static_cast<size_t>(child)].uniqueId));
        return ids;
    }

    const Project::Data &m_project;
    QIODevice &m_device;
    ManifestMoment m_moment;
};

} // namespace

Result<void> writeManifest(const Project &project, const ManifestStamp &stamp, QIODevice &device)
{
    const Project::Data &data = project.data();
    if (Writer(data, stamp, device).write(metadata(data, stamp)))
        return {};
    return failure(ErrorKind::Io,
                   QStringLiteral("The manifest cannot be written: %1").arg(device.errorString()));
}

} // namespace daybook::project
