#include "models/project/yaml.h"

#include "models/project/problems.h"
#include "models/project/yamlscalar.h"
#include "models/project/yamlscan.h"

#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace daybook::project {

namespace {

using Data = YamlNode::Data;
using Kind = Data::Kind;

YamlPlace placeOf(const YAML::Mark &mark)
{
    return {mark.line, mark.column};
}

/// Hands what yaml-cpp finds to the builder.
class Events final : public YAML::EventHandler
{
public:
    explicit Events(YamlBuilder &builder) : m_builder(builder) {}

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        m_builder.null(placeOf(mark), anchor);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        m_builder.alias(placeOf(mark), anchor);
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        const bool plain = tag == "?" || tag.empty();
        m_builder.scalar(placeOf(mark), QString::fromStdString(value),
                         plain ? YamlBuilder::Style::Plain : YamlBuilder::Style::Quoted, anchor);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        m_builder.openList(placeOf(mark), anchor);
    }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        m_builder.openMap(placeOf(mark), anchor);
    }
    void OnSequenceEnd() override { m_builder.close(); }
    void OnMapEnd() override { m_builder.close(); }

private:
    YamlBuilder &m_builder;
};

Error wrong(const QString &file, YamlPlace at, const QString &message)
{
    return {
        .kind = ErrorKind::Project, .message = message, .where = Location{file, at.line + 1, at.column + 1}};
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
        return failure(
            wrong(file, {-1, -1},
                  QStringLiteral("This YAML file is larger than %1 MB: split it").arg(limits.bytes >> 20)));
    if (const auto notText = checkUtf8(text, file))
        return failure(*notText);
    YamlBuilder builder(file, limits);
    return scanSimpleYaml(text, builder) ? builder.take() : parseAnyYaml(text, file, limits);
}

Result<YamlDocument> parseAnyYaml(const QByteArray &text, const QString &file, const YamlLimits &limits)
{
    YamlBuilder builder(file, limits);
    Events events(builder);
    try {
        // yaml-cpp takes the end of the file for a missing quote; the end of a document it does not.
        std::istringstream stream(text.toStdString() + (text.endsWith('\n') ? "...\n" : "\n...\n"));
        YAML::Parser parser(stream);
        parser.HandleNextDocument(events);
    } catch (const YamlStop &stop) {
        return failure(wrong(file, stop.at, stop.why));
    } catch (const YAML::Exception &error) {
        return failure(wrong(file, placeOf(error.mark), explain(error)));
    }
    return builder.take();
}

} // namespace daybook::project
