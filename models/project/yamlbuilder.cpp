#include "models/project/yamlbuilder.h"

#include "models/project/yamlscalar.h"

#include <QSet>

#include <algorithm>

namespace daybook::project {

using Data = YamlNode::Data;
using Kind = Data::Kind;

namespace {

/// From here on a map's keys are looked up by their hash: below, a look at each is faster.
constexpr size_t manyEntries = 16;

std::shared_ptr<const Data> keyOf(std::shared_ptr<const Data> node, YamlPlace at)
{
    if (node->kind == Kind::List || node->kind == Kind::Map)
        throw YamlStop{at, QStringLiteral("A key must be a plain word; quote it if it holds {{ }}")};
    return node;
}

/// `<<: *base`: the base's entries count where the map has none of its own.
void applyMergeKeys(Data &map)
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

} // namespace

void YamlBuilder::null(YamlPlace at, Anchor anchor)
{
    finish(make(Kind::Null, at), anchor, at);
}

void YamlBuilder::scalar(YamlPlace at, QString text, Style style, Anchor anchor)
{
    auto node = make(Kind::Scalar, at);
    node->text = std::move(text);
    node->plain = style == Style::Plain;
    if (node->plain && isYamlNull(node->text))
        node->kind = Kind::Null;
    finish(std::move(node), anchor, at);
}

void YamlBuilder::alias(YamlPlace at, Anchor anchor)
{
    const auto target = m_anchors.value(anchor);
    if (!target)
        throw YamlStop{at, QStringLiteral("An alias may not stand inside what it stands for")};
    add(target, at);
}

void YamlBuilder::openList(YamlPlace at, Anchor anchor)
{
    open(Kind::List, at, anchor);
}

void YamlBuilder::openMap(YamlPlace at, Anchor anchor)
{
    open(Kind::Map, at, anchor);
}

void YamlBuilder::close()
{
    Level level = std::move(m_levels.back());
    m_levels.pop_back();
    if (level.node->kind == Kind::Map)
        applyMergeKeys(*level.node);
    const YamlPlace at{level.node->line - 1, level.node->column - 1};
    finish(std::move(level.node), level.anchor, at);
}

std::shared_ptr<Data> YamlBuilder::make(Kind kind, YamlPlace at) const
{
    auto node = std::make_shared<Data>();
    node->kind = kind;
    node->line = at.line + 1;
    node->column = at.column + 1;
    node->file = m_file;
    return node;
}

void YamlBuilder::open(Kind kind, YamlPlace at, Anchor anchor)
{
    if (m_levels.size() >= static_cast<size_t>(m_limits.depth))
        throw YamlStop{at,
                       QStringLiteral("This is nested more than %1 deep: flatten it").arg(m_limits.depth)};
    m_levels.push_back({.node = make(kind, at), .anchor = anchor, .key = {}, .places = {}});
}

void YamlBuilder::finish(std::shared_ptr<const Data> node, Anchor anchor, YamlPlace at)
{
    if (anchor != 0)
        m_anchors.insert(anchor, node);
    add(std::move(node), at);
}

void YamlBuilder::add(std::shared_ptr<const Data> node, YamlPlace at)
{
    if (m_levels.empty()) {
        m_root = std::move(node);
        return;
    }
    Level &level = m_levels.back();
    level.node->size += node->size;
    if (level.node->size > m_limits.nodes)
        throw YamlStop{at, QStringLiteral("With its aliases written out, this has more than %1 values: "
                                          "that is not read")
                               .arg(m_limits.nodes)};
    if (level.node->kind == Kind::List)
        level.node->items.emplace_back(std::move(node));
    else if (!level.key)
        level.key = keyOf(std::move(node), at);
    else
        addEntry(level, std::move(node));
}

void YamlBuilder::addEntry(Level &level, std::shared_ptr<const Data> value)
{
    YamlEntry entry{level.key->text, YamlNode(level.key), YamlNode(std::move(value))};
    level.key = nullptr;
    const qsizetype earlier = placeOf(level, entry.key);
    std::vector<YamlEntry> &entries = level.node->entries;
    if (earlier < 0) {
        entries.push_back(std::move(entry));
        return;
    }
    m_warnings.push_back(
        {.kind = ErrorKind::Project,
         .message = QStringLiteral("'%1' is written twice here; the last one counts").arg(entry.key),
         .where = entry.keyNode.where()});
    entries[static_cast<size_t>(earlier)] = std::move(entry);
}

/// -1 when there is none by this key.
qsizetype YamlBuilder::placeOf(Level &level, const QString &key)
{
    const std::vector<YamlEntry> &entries = level.node->entries;
    if (entries.size() < manyEntries) {
        const auto found = std::find_if(entries.begin(), entries.end(),
                                        [&key](const YamlEntry &entry) { return entry.key == key; });
        return found == entries.end() ? -1 : found - entries.begin();
    }
    for (auto known = static_cast<size_t>(level.places.size()); known < entries.size(); ++known)
        level.places.insert(entries[known].key, static_cast<qsizetype>(known));
    return level.places.value(key, -1);
}

} // namespace daybook::project
