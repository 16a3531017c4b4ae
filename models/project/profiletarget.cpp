#include "models/project/profiletarget.h"

#include "models/project/problems.h"

#include <limits>

namespace daybook::project {
namespace {

/// Synonyms of one field; messages use the first.
using Keys = std::initializer_list<QStringView>;

constexpr int MostSeconds = std::numeric_limits<int>::max() / 1000;

/// The fields of one target. What is wrong with them is collected, so that all of it is told at once.
class Fields
{
public:
    Fields(const YamlEntry &output, QString what, const ProfileRenderer &renderer)
        : m_output(output), m_what(std::move(what)), m_renderer(renderer)
    {
    }

    /// Empty when the target does not say.
    QString text(Keys keys) { return find(keys, false).text; }
    QString secret(Keys keys) { return find(keys, true).text; }

    QString required(Keys keys)
    {
        const Found found = find(keys, false);
        if (found.text.isEmpty() && !found.isWrong)
            m_problems.error(
                m_output.keyNode.where(),
                QStringLiteral("%1 has no '%2': add '%2: ...' to it").arg(m_what, keys.begin()->toString()));
        return found.text;
    }

    std::optional<int> number(QStringView key, int least, int most)
    {
        const QString value = find({key}, false).text;
        if (value.isEmpty())
            return std::nullopt;
        bool isNumber = false;
        const int number = value.trimmed().toInt(&isNumber);
        if (isNumber && number >= least && number <= most)
            return number;
        m_problems.error(m_output.value.find(key).where(),
                         QStringLiteral("'%1' of %2 must be a whole number from %3 to %4")
                             .arg(key, m_what)
                             .arg(least)
                             .arg(most));
        return std::nullopt;
    }

    Problems &problems() { return m_problems; }

private:
    struct Found
    {
        QString text;
        bool isWrong = false;
    };

    Found find(Keys keys, bool isSecret)
    {
        for (const QStringView key : keys) {
            const YamlNode value = m_output.value.find(key);
            if (value.isNull())
                continue;
            if (!value.isScalar()) {
                m_problems.error(
                    value.where(),
                    QStringLiteral("'%1' of %2 must be a text, not %3").arg(key, m_what, value.kindName()));
                return {{}, true};
            }
            const Result<QString> rendered = m_renderer.render(value.text(), value.where(), isSecret);
            if (rendered)
                return {*rendered, false};
            Error error = rendered.error();
            error.message = QStringLiteral("'%1' of %2: %3").arg(key, m_what, error.message);
            m_problems.add(error);
            return {{}, true};
        }
        return {};
    }

    YamlEntry m_output;
    QString m_what;
    const ProfileRenderer &m_renderer;
    Problems m_problems;
};

/// A setting of the session's, for libpq's `options`, where blanks and backslashes want a backslash.
QString sessionOption(const QString &name, QString value)
{
    value.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char(' '), QStringLiteral("\\ "));
    return QStringLiteral("-c %1=%2").arg(name, value);
}

void readSession(Fields &fields, warehouse::ConnectionSpec &spec)
{
    QStringList options;
    for (const QString &name : {QStringLiteral("search_path"), QStringLiteral("role")}) {
        if (const QString value = fields.text({name}); !value.isEmpty())
            options << sessionOption(name, value);
    }
    spec.set(QStringLiteral("options"), options.join(QLatin1Char(' ')));
}

warehouse::ConnectionSpec readSpec(Fields &fields, bool isRedshift)
{
    warehouse::ConnectionSpec spec;
    spec.set(QStringLiteral("host"), fields.required({u"host"}));
    spec.set(QStringLiteral("user"), fields.required({u"user"}));
    spec.set(QStringLiteral("dbname"), fields.required({u"dbname", u"database"}));
    spec.set(QStringLiteral("password"), fields.secret({u"password", u"pass"}));
    const int port = fields.number(u"port", 1, 65535).value_or(isRedshift ? 5439 : 5432);
    spec.set(QStringLiteral("port"), QString::number(port));
    for (const QString &name : {QStringLiteral("sslmode"), QStringLiteral("sslrootcert"),
                                QStringLiteral("sslcert"), QStringLiteral("sslkey")})
        spec.set(name, fields.text({name}));
    if (const auto seconds = fields.number(u"connect_timeout", 0, MostSeconds))
        spec.set(QStringLiteral("connect_timeout"), QString::number(*seconds));
    // To dbt, 0 is the system's own.
    if (const auto seconds = fields.number(u"keepalives_idle", 0, MostSeconds); seconds.value_or(0) > 0)
        spec.set(QStringLiteral("keepalives_idle"), QString::number(*seconds));
    readSession(fields, spec);
    return spec;
}

} // namespace

Result<Profile> readProfileTarget(const YamlEntry &output, const QString &what,
                                  const ProfileRenderer &renderer)
{
    Fields fields(output, what, renderer);
    const QString type = fields.required({u"type"});
    const bool isRedshift = type == u"redshift";
    if (!type.isEmpty() && type != u"postgres" && !isRedshift)
        fields.problems().error(output.value.find(u"type").where(),
                                QStringLiteral("%1 is of type '%2', which Daybook cannot talk to: it talks "
                                               "to postgres and redshift")
                                    .arg(what, type));
    Profile profile;
    profile.spec = readSpec(fields, isRedshift);
    if (isRedshift)
        profile.spec.setEngine(warehouse::Engine::Redshift);
    profile.schema = fields.required({u"schema"});
    profile.threads = fields.number(u"threads", 1, 1000);
    if (fields.problems().hasErrors())
        return failure(fields.problems().toError());
    return profile;
}

} // namespace daybook::project
