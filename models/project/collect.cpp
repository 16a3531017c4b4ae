#include "models/project/collect.h"

#include "models/project/config.h"
#include "models/project/manifestnodes.h"
#include "models/project/names.h"
#include "models/project/relation.h"

#include <QRegularExpression>

#include <algorithm>

namespace daybook::project {

using templating::Analysis;
using templating::CallSite;
using templating::Dict;
using templating::List;
using templating::Value;

namespace {

/// Data alone: what a configuration may keep. Relations, macros and such become their text.
Value plain(const Value &value)
{
    if (value.isDict()) {
        Dict copy;
        for (const Dict::Entry &entry : value.entries())
            copy.insert(entry.key, plain(entry.value));
        return Value(std::move(copy));
    }
    if (value.isList()) {
        List copy;
        for (const Value &item : value.items())
            copy.push_back(plain(item));
        return Value(std::move(copy));
    }
    const bool behaves = value.type() == Value::Type::Callable || value.type() == Value::Type::Object;
    return behaves ? Value(value.toString()) : value.isUndefined() ? Value::none() : value;
}

/// The texts of a call's arguments.
std::optional<QStringList> positionalTexts(const CallSite &call)
{
    QStringList texts;
    for (const auto &argument : call.positional) {
        if (!argument || !argument->isString())
            return {};
        texts.append(argument->toString());
    }
    return texts;
}

/// The same, when that is all it was given.
std::optional<QStringList> literalTexts(const CallSite &call)
{
    return call.keyword.empty() ? positionalTexts(call) : std::nullopt;
}

bool readRef(const CallSite &call, const Location &where, Collected &collected)
{
    const auto names = positionalTexts(call);
    if (!names || names->empty() || names->size() > 2 || call.keyword.size() > 1)
        return false;
    QString version;
    for (const auto &[key, value] : call.keyword) {
        if ((key != u"version" && key != u"v") || !value->isPresent())
            return false;
        version = value->toString();
    }
    collected.references.push_back({.package = names->size() == 2 ? names->front() : QString(),
                                    .name = names->back(),
                                    .version = version,
                                    .where = where});
    return true;
}

/// Adds what one call says; false when only rendering can tell.
bool readCall(const CallSite &call, const Node &node, const Language &language, Collected &collected)
{
    if (!call.isLiteral() || call.hasSpread || !call.unconditional ||
        language.macros.seenFrom(node.package, call.function) != nullptr)
        return false;
    const auto texts = literalTexts(call);
    const Location where{node.path, call.line, call.column};
    if (call.function == u"ref")
        return readRef(call, where, collected);
    if (call.function == u"source" && texts && texts->size() == 2) {
        collected.references.push_back({.isSource = true,
                                        .package = texts->front(),
                                        .name = texts->back(),
                                        .version = {},
                                        .where = where});
        return true;
    }
    if (call.function == u"config" && call.positional.empty()) {
        Dict config;
        for (const auto &[name, value] : call.keyword)
            config.insert(name, value.value());
        collected.config = mergeConfig(collected.config, Value(std::move(config)));
        return true;
    }
    if (call.function == u"var" && texts)
        return texts->size() == 2 ||
               (texts->size() == 1 && !variable(language, texts->front()).isUndefined());
    return call.function == u"is_incremental";
}

std::optional<Collected> readStatically(const Analysis &analysis, const Node &node, const Language &language)
{
    if (analysis.isDynamic)
        return {};
    Collected collected;
    for (const CallSite &call : analysis.calls) {
        if (call.definition.isEmpty() && !readCall(call, node, language, collected))
            return {};
    }
    return collected;
}

/// Sees what a properties file may use, and nothing of the project.
class PropertyHost final : public Host
{
public:
    using Host::Host;

    bool executing() const override { return false; }
    Result<Value> resolve(const Reference &reference) override
    {
        return failure(
            {.kind = ErrorKind::Project,
             .message = QStringLiteral("ref() and source() cannot be used in this place: write the name"),
             .where = reference.where});
    }
    Result<void> configure(const Dict &) override
    {
        return failure(ErrorKind::Project, QStringLiteral("config() cannot be used in a properties file"));
    }
    Value config() const override { return Value(Dict{}); }
    Value thisRelation() const override { return Value::undefined(QStringLiteral("this")); }
};

bool hasTemplate(const QString &text)
{
    return text.contains(u"{{") || text.contains(u"{%") || text.contains(u"{#");
}

bool hasTemplate(const Value &value)
{
    if (const QString *text = std::get_if<QString>(&value.data()))
        return hasTemplate(*text);
    const Dict &entries = value.entries();
    if (value.isDict())
        return std::any_of(entries.begin(), entries.end(),
                           [](const Dict::Entry &entry) { return hasTemplate(entry.value); });
    const List &items = value.items();
    return std::any_of(items.begin(), items.end(), [](const Value &item) { return hasTemplate(item); });
}

} // namespace

Result<Value> Collector::resolve(const Reference &reference)
{
    m_collected.references.push_back(reference);
    return Relation::make({language().options.targetSchema, reference.name}, language().options.database, {});
}

Result<void> Collector::configure(const Dict &config)
{
    m_collected.config = mergeConfig(m_collected.config, plain(Value(config)));
    return {};
}

Value Collector::config() const
{
    return mergeConfig(node()->config, m_collected.config);
}

Value Collector::thisRelation() const
{
    const Value alias = config().find(u"alias");
    return Relation::make(
        {language().options.targetSchema, alias.isPresent() ? alias.toString() : node()->name},
        language().options.database, {});
}

Result<Collected> collect(std::shared_ptr<const Language> language, const Node &node)
{
    const auto source = language->environment.parse(node.rawSql, node.path);
    if (!source)
        return failure(source.error());
    if (source->isPlainText())
        return Collected{.references = {}, .source = *source};
    const Analysis analysis = source->analyse();
    if (auto read = readStatically(analysis, node, *language)) {
        read->source = *source;
        return std::move(*read);
    }
    const auto collector = std::make_shared<Collector>(language, &node);
    if (const auto text = source->render(collector->context()); !text)
        return failure(text.error());
    Collected collected = collector->collected();
    collected.macros = macrosCalled(language->macros, node.package, analysis.calls);
    collected.source = *source;
    return collected;
}

std::optional<Reference> readReference(const QString &text)
{
    static const QRegularExpression form(
        QStringLiteral("^\\s*(ref|source)\\(\\s*['\"]([^'\"]+)['\"]\\s*(?:,\\s*['\"]([^'\"]+)['\"]\\s*)?"
                       "(?:,\\s*(?:v|version)\\s*=\\s*['\"]?([^'\")\\s]+)['\"]?\\s*)?\\)\\s*$"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return {};
    const QString second = match.captured(3);
    Reference reference{.isSource = match.captured(1) == u"source",
                        .package = second.isEmpty() ? QString() : match.captured(2),
                        .name = second.isEmpty() ? match.captured(2) : second,
                        .version = match.captured(4)};
    return reference;
}

Result<Value> renderProperty(const std::shared_ptr<const Language> &language, const Value &value,
                             const Location &where, const Dict &more)
{
    if (!hasTemplate(value))
        return value;
    if (value.isString()) {
        const QString text = value.toString();
        const auto source = language->environment.parse(text, where.file);
        const auto host = std::make_shared<PropertyHost>(language, nullptr);
        templating::Context seen = host->context();
        seen.variables = more;
        Result<Value> rendered = source ? source->renderNative(seen) : failure(source.error());
        if (rendered)
            return plain(*rendered);
        Error error = rendered.error();
        error.where = where;
        return failure(error);
    }
    if (value.isDict()) {
        Dict copy;
        for (const Dict::Entry &entry : value.entries()) {
            // These are rendered when they run.
            const QString key = entry.key.toString();
            const bool late = key.endsWith(u"pre-hook") || key.endsWith(u"post-hook") ||
                              key.endsWith(u"pre_hook") || key.endsWith(u"post_hook") ||
                              key == u"loaded_at_query";
            auto rendered =
                late ? Result<Value>(entry.value) : renderProperty(language, entry.value, where, more);
            if (!rendered)
                return rendered;
            copy.insert(entry.key, *rendered);
        }
        return Value(std::move(copy));
    }
    if (value.type() == Value::Type::List) {
        List copy;
        for (const Value &item : value.items()) {
            auto rendered = renderProperty(language, item, where, more);
            if (!rendered)
                return rendered;
            copy.push_back(*rendered);
        }
        return Value(std::move(copy));
    }
    return value;
}

} // namespace daybook::project
