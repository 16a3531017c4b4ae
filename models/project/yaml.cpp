#include "models/project/yaml.h"

#include "models/project/problems.h"
#include "models/project/yamlscalar.h"

#include <QHash>
#include <QSet>

#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace daybook::project {

struct YamlNode::Data
{
    enum class Kind { Null, Scalar, List, Map };
    Kind kind = Kind::Null;
    bool plain = false; ///< unquoted and untagged: its type is read from its text
    int line = 0;
    int column = 0;
    QString file;
    QString text;
    std::vector<YamlNode> items;
    std::vector<YamlEntry> entries;
    qsizetype size = 1; ///< nodes below and with this one, aliases written out
};

namespace {

using Data = YamlNode::Data;
using Kind = Data::Kind;

struct Stop
{
    YAML::Mark at;
    QString why;
};

/// Builds the tree from yaml-cpp's events, and stops it where a document asks for too much.
class Builder final : public YAML::EventHandler
{
public:
    Builder(QString file, const YamlLimits &limits) : m_file(std::move(file)), m_limits(limits) {}

    YamlDocument take() { return {YamlNode(std::move(m_root)), std::move(m_warnings)}; }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        finish(make(Kind::Null, mark), anchor, mark);
    }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto target = m_anchors.value(anchor);
        if (!target)
            throw Stop{mark, QStringLiteral("An alias may not stand inside what it stands for")};
        add(target, mark);
    }

    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        auto node = make(Kind::Scalar, mark);
        node->text = QString::fromStdString(value);
        node->plain = tag == "?" || tag.empty();
        if (node->plain && isYamlNull(node->text))
            node->kind = Kind::Null;
        finish(std::move(node), anchor, mark);
    }

    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(Kind::List, mark, anchor);
    }

    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(Kind::Map, mark, anchor);
    }

    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override { close(); }

private:
    struct Level
    {
        std::shared_ptr<Data> node;
        YAML::anchor_t anchor = 0;
        std::shared_ptr<const Data> key;
    };

    std::shared_ptr<Data> make(Kind kind, const YAML::Mark &mark) const
    {
        auto node = std::make_shared<Data>();
        node->kind = kind;
        node->line = mark.line + 1;
        node->column = mark.column + 1;
        node->file = m_file;
        return node;
    }

    void open(Kind kind, const YAML::Mark &mark, YAML::anchor_t anchor)
    {
        if (m_levels.size() >= static_cast<size_t>(m_limits.depth))
            throw Stop{mark,
                       QStringLiteral("This is nested more than %1 deep: flatten it").arg(m_limits.depth)};
        m_levels.push_back({make(kind, mark), anchor, nullptr});
    }

    void close()
    {
        Level level = std::move(m_levels.back());
        m_levels.pop_back();
        if (level.node->kind == Kind::Map)
            applyMergeKeys(*level.node);
        YAML::Mark mark;
        mark.line = level.node->line - 1;
        mark.column = level.node->column - 1;
        finish(std::move(level.node), level.anchor, mark);
    }

    void finish(std::shared_ptr<const Data> node, YAML::anchor_t anchor, const YAML::Mark &mark)
    {
        if (anchor != 0)
            m_anchors.insert(anchor, node);
        add(std::move(node), mark);
    }

    void add(std::shared_ptr<const Data> node, const YAML::Mark &mark)
    {
        if (m_levels.empty()) {
            m_root = std::move(node);
            return;
        }
        Level &level = m_levels.back();
        level.node->size += node->size;
        if (level.node->size > m_limits.nodes)
            throw Stop{mark, QStringLiteral("With its aliases written out, this has more than %1 values: "
                                            "that is not read")
                                 .arg(m_limits.nodes)};
        if (level.node->kind == Kind::List)
            level.node->items.emplace_back(std::move(node));
        else if (!level.key)
            level.key = keyOf(std::move(node), mark);
        else
            addEntry(level, std::move(node));
    }

    static std::shared_ptr<const Data> keyOf(std::shared_ptr<const Data> node, const YAML::Mark &mark)
    {
        if (node->kind == Kind::List || node->kind == Kind::Map)
            throw Stop{mark, QStringLiteral("A key must be a plain word; quote it if it holds {{ }}")};
        return node;
    }

    void addEntry(Level &level, std::shared_ptr<const Data> value)
    {
        YamlEntry entry{level.key->text, YamlNode(level.key), YamlNode(std::move(value))};
        level.key = nullptr;
        QSet<QString> &seen = m_keys[level.node.get()];
        if (!seen.contains(entry.key)) {
            seen.insert(entry.key);
            level.node->entries.push_back(std::move(entry));
            return;
        }
        m_warnings.push_back(
            {.kind = ErrorKind::Project,
             .message = QStringLiteral("'%1' is written twice here; the last one counts").arg(entry.key),
             .where = entry.keyNode.where()});
        for (YamlEntry &earlier : level.node->entries) {
            if (earlier.key == entry.key)
                earlier = std::move(entry);
        }
    }

    /// `<<: *base`: the base's entries count where the map has none of its own.
    static void applyMergeKeys(Data &map)
    {
        const auto merge = std::find_if(map.entries.begin(), map.entries.end(),
                                        [](const YamlEntry &entry) { return entry.key == u"<<"; });
        if (merge == map.entries.end())
            return;
        const YamlNode base = merge->value;
        map.entries.erase(merge);
        const auto sources = base.isList() ? base.items() : std::vector<YamlNode>{base};
        QSet<QString> own;
        for (const YamlEntry &entry : map.entries)
            own.insert(entry.key);
        for (const YamlNode &source : sources) {
            for (const YamlEntry &entry : source.entries()) {
                if (!own.contains(entry.key)) {
                    own.insert(entry.key);
                    map.entries.push_back(entry);
                }
            }
        }
    }

    QString m_file;
    YamlLimits m_limits;
    std::vector<Level> m_levels;
    QHash<YAML::anchor_t, std::shared_ptr<const Data>> m_anchors;
    QHash<const Data *, QSet<QString>> m_keys;
    std::shared_ptr<const Data> m_root = std::make_shared<Data>();
    std::vector<Error> m_warnings;
};

Error wrong(const QString &file, const YAML::Mark &mark, const QString &message)
{
    return {.kind = ErrorKind::Project,
            .message = message,
            .where = Location{file, mark.line + 1, mark.column + 1}};
}

/// yaml-cpp's own words, with the remedy for what people run into most.
QString explain(const YAML::Exception &error)
{
    const QString reason = QString::fromStdString(error.msg);
    QString remedy = QStringLiteral("check the indentation and the quotes around this line");
    if (reason.contains(u"map value") || reason.contains(u"end of map"))
        remedy = QStringLiteral("check the indentation, and quote texts that hold ': '");
    else if (reason.contains(u"tab"))
        remedy = QStringLiteral("indent with spaces, not tabs");
    else if (reason.contains(u"document indicator"))
        remedy = QStringLiteral("a quote is opened above and never closed");
    else if (reason.contains(u"anchor"))
        remedy = QStringLiteral(
            "an alias (*name) needs its anchor (&name) above it; quote a text that begins with *");
    return QStringLiteral("This is not valid YAML (%1): %2").arg(reason, remedy);
}

} // namespace

YamlNode::YamlNode() : m_data(std::make_shared<Data>()) {}
YamlNode::YamlNode(std::shared_ptr<const Data> data) : m_data(std::move(data)) {}

bool YamlNode::isNull() const
{
    return m_data->kind == Kind::Null;
}
bool YamlNode::isScalar() const
{
    return m_data->kind == Kind::Scalar;
}
bool YamlNode::isList() const
{
    return m_data->kind == Kind::List;
}
bool YamlNode::isMap() const
{
    return m_data->kind == Kind::Map;
}
Location YamlNode::where() const
{
    return {m_data->file, m_data->line, m_data->column};
}
QString YamlNode::text() const
{
    return isScalar() ? m_data->text : QString();
}
const std::vector<YamlNode> &YamlNode::items() const &
{
    return m_data->items;
}
const std::vector<YamlEntry> &YamlNode::entries() const &
{
    return m_data->entries;
}

std::vector<YamlNode> YamlNode::items() &&
{
    return m_data->items;
}

std::vector<YamlEntry> YamlNode::entries() &&
{
    return m_data->entries;
}

YamlNode YamlNode::find(QStringView key) const
{
    for (const YamlEntry &entry : m_data->entries) {
        if (entry.key == key)
            return entry.value;
    }
    return {};
}

bool YamlNode::contains(QStringView key) const
{
    return std::any_of(m_data->entries.begin(), m_data->entries.end(),
                       [key](const YamlEntry &entry) { return entry.key == key; });
}

templating::Value YamlNode::toValue() const
{
    switch (m_data->kind) {
    case Kind::Null:
        return templating::Value::none();
    case Kind::Scalar:
        return m_data->plain ? yamlScalar(m_data->text) : templating::Value(m_data->text);
    case Kind::List: {
        templating::List list;
        list.reserve(m_data->items.size());
        for (const YamlNode &item : m_data->items)
            list.push_back(item.toValue());
        return templating::Value(std::move(list));
    }
    case Kind::Map:
        break;
    }
    templating::Dict dict;
    for (const YamlEntry &entry : m_data->entries)
        dict.insert(entry.keyNode.toValue(), entry.value.toValue());
    return templating::Value(std::move(dict));
}

QString YamlNode::kindName() const
{
    switch (m_data->kind) {
    case Kind::Null:
        return QStringLiteral("nothing");
    case Kind::List:
        return QStringLiteral("a list");
    case Kind::Map:
        return QStringLiteral("a mapping");
    case Kind::Scalar:
        break;
    }
    return QStringLiteral("'%1'").arg(m_data->text);
}

Result<YamlDocument> parseYaml(const QByteArray &text, const QString &file, const YamlLimits &limits)
{
    if (text.size() > limits.bytes)
        return failure(wrong(
            file, YAML::Mark::null_mark(),
            QStringLiteral("This YAML file is larger than %1 MB: split it").arg(limits.bytes / 1024 / 1024)));
    if (const auto wrong = checkUtf8(text, file))
        return failure(*wrong);
    Builder builder(file, limits);
    try {
        // yaml-cpp takes the end of the file for a missing quote; the end of a document it does not.
        std::istringstream stream(text.toStdString() + (text.endsWith('\n') ? "...\n" : "\n...\n"));
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
    } catch (const Stop &stop) {
        return failure(wrong(file, stop.at, stop.why));
    } catch (const YAML::Exception &error) {
        return failure(wrong(file, error.mark, explain(error)));
    }
    return builder.take();
}

} // namespace daybook::project
