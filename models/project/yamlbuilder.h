#pragma once

#include "models/project/yaml.h"

#include <QHash>

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

/// Where something stands, counted from 0.
struct YamlPlace
{
    int line = 0;
    int column = 0;
};

/// Thrown by the builder where a document asks for too much, or cannot be.
struct YamlStop
{
    YamlPlace at;
    QString why;
};

/// Makes the tree of a document from what a reader finds, in the order it stands there. An anchor of 0 is
/// none.
class YamlBuilder
{
public:
    enum class Style { Plain, Quoted }; ///< plain: its type is read from its text
    using Anchor = size_t;

    YamlBuilder(QString file, const YamlLimits &limits) : m_file(std::move(file)), m_limits(limits) {}

    void null(YamlPlace at, Anchor anchor = 0);
    void scalar(YamlPlace at, QString text, Style style, Anchor anchor = 0);
    void alias(YamlPlace at, Anchor anchor);
    void openList(YamlPlace at, Anchor anchor = 0);
    void openMap(YamlPlace at, Anchor anchor = 0);
    void close();

    YamlDocument take() { return {YamlNode(std::move(m_root)), std::move(m_warnings)}; }

private:
    using Data = YamlNode::Data;
    struct Level
    {
        std::shared_ptr<Data> node;
        Anchor anchor = 0;
        std::shared_ptr<const Data> key;
        QHash<QString, qsizetype> places; ///< of the entries, once there are many
    };

    std::shared_ptr<Data> make(Data::Kind kind, YamlPlace at) const;
    void open(Data::Kind kind, YamlPlace at, Anchor anchor);
    void finish(std::shared_ptr<const Data> node, Anchor anchor, YamlPlace at);
    void add(std::shared_ptr<const Data> node, YamlPlace at);
    void addEntry(Level &level, std::shared_ptr<const Data> value);
    static qsizetype placeOf(Level &level, const QString &key);

    QString m_file;
    YamlLimits m_limits;
    std::vector<Level> m_levels;
    QHash<Anchor, std::shared_ptr<const Data>> m_anchors;
    std::shared_ptr<const Data> m_root = std::make_shared<Data>();
    std::vector<Error> m_warnings;
};

} // namespace daybook::project
