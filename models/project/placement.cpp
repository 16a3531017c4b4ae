#include "models/project/drafts.h"
#include "models/project/names.h"

namespace daybook::project {

using templating::Arguments;
using templating::List;
using templating::Value;

namespace {

/// PostgreSQL cuts longer names without a word, and two could become one.
constexpr qsizetype longestIdentifier = 63;

void checkLength(const Draft &draft, const QString &what, const QString &name, const QString &remedy,
                 Problems &problems)
{
    // A code unit is at most three bytes.
    const qsizetype bytes = name.size() * 3 > longestIdentifier ? name.toUtf8().size() : name.size();
    if (bytes > longestIdentifier)
        problems.error({draft.node.path, 1, 0},
                       QStringLiteral("The %1 '%2' has %3 bytes, and PostgreSQL's names at most %4: %5")
                           .arg(what, name)
                           .arg(bytes)
                           .arg(longestIdentifier)
                           .arg(remedy));
    if (name.isEmpty())
        problems.error({draft.node.path, 1, 0}, QStringLiteral("The %1 is empty: %2").arg(what, remedy));
}

/// What the project's own `macro` makes of the configured name; nothing when the project has none.
std::optional<QString> byMacro(const QString &macroName, const Value &configured, const Draft &draft,
                               const std::shared_ptr<const Language> &language, Problems &problems)
{
    const Macro *macro = language->macros.find(language->settings.name, macroName);
    if (macro == nullptr)
        return {};
    const auto host = std::make_shared<Collector>(language, &draft.node);
    const Value custom = configured.isPresent() ? configured : Value::none();
    const auto model = builtin(QStringLiteral("model"), host);
    const auto text = callMacro(*macro, Arguments(List{custom, model}), *host);
    if (text)
        return text->toString().trimmed();
    problems.add(text.error());
    return QString();
}

/// dbt's rule: store_failures_as wins over store_failures, and both over what the command says.
bool storesFailures(const Value &config, const ProjectOptions &options)
{
    const QString as = config.find(u"store_failures_as").stringOr({});
    if (!as.isEmpty())
        return as != u"ephemeral";
    return config.find(u"store_failures").boolOr(options.storeFailures);
}

QString standardAlias(const Node &node)
{
    if (!node.version)
        return node.name;
    return node.name + QStringLiteral("_v") +
           node.version->number.toString().replace(QLatin1Char('.'), QLatin1Char('_'));
}

} // namespace

void place(Draft &draft, const std::shared_ptr<const Language> &language, Problems &problems)
{
    Node &node = draft.node;
    if (node.materialization() == u"ephemeral")
        return;
    Value schema = node.config.find(u"schema");
    if (node.test && !schema.isPresent())
        schema = Value(QStringLiteral("dbt_test__audit"));
    const QString target = language->options.targetSchema;
    const QString standard =
        schema.isPresent() ? target + QLatin1Char('_') + schema.toString().trimmed() : target;
    node.relation.schema =
        byMacro(QStringLiteral("generate_schema_name"), schema, draft, language, problems).value_or(standard);
    // The older form of a snapshot's place is taken as it is.
    if (const Value older = node.config.find(u"target_schema");
        node.type == ResourceType::Snapshot && older.isPresent())
        node.relation.schema = older.toString().trimmed();
    const Value alias = node.config.find(u"alias");
    node.relation.name = byMacro(QStringLiteral("generate_alias_name"), alias, draft, language, problems)
                             .value_or(alias.isPresent() ? alias.toString().trimmed() : standardAlias(node));
    checkLength(draft, QStringLiteral("schema"), node.relation.schema,
                QStringLiteral("choose a shorter schema"), problems);
    checkLength(draft, QStringLiteral("relation"), node.relation.name,
                QStringLiteral("give it a shorter name with config(alias='...')"), problems);
}

void placeFailures(Draft &draft, const std::shared_ptr<const Language> &language, Problems &problems)
{
    if (!draft.enabled || !storesFailures(draft.node.config, language->options))
        return;
    draft.node.test->storeFailures = true;
    place(draft, language, problems);
}

} // namespace daybook::project
