// Exposures: what uses the models outside of the project. They are nodes that nothing is built for.
#include "models/project/config.h"
#include "models/project/drafts.h"
#include "models/project/yamlread.h"

#include <QRegularExpression>

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

void checkDetails(const ExposureSpec &spec, const YamlNode &map, Problems &problems)
{
    static const QStringList types{QStringLiteral("dashboard"), QStringLiteral("notebook"),
                                   QStringLiteral("analysis"), QStringLiteral("ml"),
                                   QStringLiteral("application")};
    static const QStringList maturities{QStringLiteral("low"), QStringLiteral("medium"),
                                        QStringLiteral("high")};
    static const QRegularExpression name(QStringLiteral("^[\\w-]+$"));
    if (!name.match(spec.name).hasMatch())
        problems.error(map.where(), QStringLiteral("An exposure needs a name of letters, digits and "
                                                   "underscores, not '%1'")
                                        .arg(spec.name));
    if (const QString type = spec.details.find(u"type").stringOr({}); !types.contains(type))
        problems.error(map.where(), QStringLiteral("The exposure '%1' needs a type, one of %2, not '%3'")
                                        .arg(spec.name, types.join(QStringLiteral(", ")), type));
    const Value maturity = spec.details.find(u"maturity");
    if (maturity.isPresent() && !maturities.contains(maturity.toString()))
        problems.error(map.where(),
                       QStringLiteral("The maturity of the exposure '%1' is one of %2, not '%3'")
                           .arg(spec.name, maturities.join(QStringLiteral(", ")), maturity.toString()));
    const Value owner = spec.details.find(u"owner");
    if (!owner.find(u"name").isPresent() && !owner.find(u"email").isPresent())
        problems.error(
            map.where(),
            QStringLiteral("The exposure '%1' needs an owner with a name or an email").arg(spec.name));
}

Value readConfigBlock(const YamlNode &map, Problems &problems)
{
    const YamlNode config = readMap(map, u"config", problems);
    return config.isMap() ? config.toValue() : Value(Dict{});
}

} // namespace

ExposureSpec readExposureSpec(const YamlNode &map, Problems &problems)
{
    static const QStringList known{
        QStringLiteral("name"),        QStringLiteral("type"),    QStringLiteral("owner"),
        QStringLiteral("maturity"),    QStringLiteral("url"),     QStringLiteral("label"),
        QStringLiteral("meta"),        QStringLiteral("tags"),    QStringLiteral("config"),
        QStringLiteral("description"), QStringLiteral("enabled"), QStringLiteral("depends_on")};
    ExposureSpec spec;
    spec.where = map.where();
    warnOfUnknownKeys(map, known, QStringLiteral("an exposure"), problems);
    spec.name = readText(map, u"name", problems);
    spec.description = readText(map, u"description", problems);
    spec.config = readConfigOf(map, {QStringLiteral("enabled")}, problems);
    Dict details;
    for (const QStringView key : {u"type", u"owner", u"maturity", u"url", u"label"})
        details.insert(key, map.find(key).toValue());
    // To dbt, what stands beside `config` is none of what it compares.
    details.insert(u"unrendered_config", readConfigBlock(map, problems));
    spec.details = Value(std::move(details));
    checkDetails(spec, map, problems);
    spec.dependsOn = readTexts(map, u"depends_on", problems);
    return spec;
}

Drafts draftExposures(const std::shared_ptr<const Language> &language, const Descriptions &descriptions,
                      Problems &problems)
{
    Drafts drafts;
    for (const ExposureSpec &spec : descriptions.exposures) {
        drafts.push_back(std::make_unique<Draft>());
        Draft &draft = *drafts.back();
        Node &node = draft.node;
        node.type = ResourceType::Exposure;
        node.package = language->settings.name;
        node.name = spec.name;
        node.uniqueId = QStringLiteral("exposure.%1.%2").arg(node.package, node.name);
        node.path = spec.where.file;
        node.fqn =
            QStringList{node.package} + descriptions.foldersOf.value(node.path) + QStringList{node.name};
        node.exposure = spec.details;
        const NodeSpec said{.name = spec.name,
                            .where = spec.where,
                            .description = spec.description,
                            .config = spec.config,
                            .columns = {},
                            .constraints = {},
                            .tests = {}};
        describe(draft, language->settings.exposures, &said, language, problems);
        draft.spec = nullptr;
        settle(draft, problems);
        for (const QString &written : spec.dependsOn) {
            auto reference = readReference(written);
            if (reference) {
                reference->where = spec.where;
                draft.references.push_back(*reference);
            } else if (!written.trimmed().startsWith(u"metric(")) { // metrics are passed over
                problems.error(spec.where,
                               QStringLiteral("The exposure '%1' depends on \"%2\": write ref('model') or "
                                              "source('source', 'table')")
                                   .arg(spec.name, written));
            }
        }
    }
    return drafts;
}

} // namespace daybook::project
