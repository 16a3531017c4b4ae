#include "views/widgets/statepanel.h"

#include "views/widgets/errortext.h"
#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace daybook::views {
namespace {

constexpr auto LoadingDelay = std::chrono::milliseconds(150);

} // namespace

StatePanel::StatePanel(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedLayout)
    , m_blank(new QWidget(this))
    , m_message(buildMessage())
    , m_holder(new QWidget(this))
    , m_holderLayout(new QVBoxLayout(m_holder))
    , m_strip(buildStrip())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(m_stack);
    m_holderLayout->setContentsMargins(0, 0, 0, 0);
    m_holderLayout->setSpacing(Grid);
    m_holderLayout->addWidget(m_strip);
    m_strip->hide();
    m_stack->addWidget(m_blank);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_holder);
    m_loadingDelay.setSingleShot(true);
    m_loadingDelay.setInterval(LoadingDelay);
    connect(&m_loadingDelay, &QTimer::timeout, this, &StatePanel::revealLoading);
}

QWidget *StatePanel::buildMessage()
{
    auto *message = new QWidget(this);
    auto *layout = new QVBoxLayout(message);
    layout->setSpacing(Grid);
    m_icon = new QLabel(message);
    m_headline = new QLabel(message);
    m_headline->setFont(headingFont(font()));
    m_text = new QLabel(message);
    m_detail = new QLabel(message);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setForegroundRole(QPalette::PlaceholderText);
    m_retry = new QPushButton(tr("Retry"), message);
    m_cancel = new QPushButton(tr("Cancel"), message);
    m_details = new QPushButton(tr("Details"), message);
    m_details->setCheckable(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_retry);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_details);
    buttons->addStretch();
    layout->addStretch(2);
    for (QLabel *label : {m_icon, m_headline, m_text}) {
        label->setAlignment(Qt::AlignCenter);
        layout->addWidget(label);
    }
    for (QLabel *label : {m_headline, m_text, m_detail})
        label->setWordWrap(true);
    layout->addLayout(buttons);
    layout->addWidget(m_detail, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_retry, &QPushButton::clicked, this, &StatePanel::retryRequested);
    connect(m_cancel, &QPushButton::clicked, this, &StatePanel::cancelRequested);
    connect(m_details, &QPushButton::toggled, m_detail, &QWidget::setVisible);
    return message;
}

QWidget *StatePanel::buildStrip()
{
    auto *strip = new QWidget(this);
    auto *layout = new QHBoxLayout(strip);
    layout->setContentsMargins(Grid, 0, 0, 0);
    auto *icon = new QLabel(strip);
    icon->setPixmap(glyph(Severity::Warning).pixmap(14, 14));
    m_stripText = new QLabel(strip);
    m_stripText->setWordWrap(true);
    auto *retry = new QPushButton(tr("Retry"), strip);
    connect(retry, &QPushButton::clicked, this, &StatePanel::retryRequested);
    layout->addWidget(icon);
    layout->addWidget(m_stripText, 1);
    layout->addWidget(retry);
    return strip;
}

void StatePanel::setContent(QWidget *content)
{
    m_holderLayout->addWidget(content, 1);
}

void StatePanel::showLoading(const QString &what)
{
    m_loadingText = what.isEmpty() ? tr("Loading…") : what;
    enter(State::Loading);
    m_loadingDelay.start();
}

void StatePanel::revealLoading()
{
    if (m_state == State::Loading && !m_hasContent)
        showMessage({}, {}, m_loadingText, {}, m_cancellable ? m_cancel : nullptr);
}

void StatePanel::showContent()
{
    m_hasContent = true;
    m_strip->hide();
    m_stack->setCurrentWidget(m_holder);
    enter(State::Content);
}

void StatePanel::showEmpty(const QString &headline, const QString &why)
{
    m_hasContent = false;
    showMessage(glyph(Severity::Neutral), headline, why, {});
    enter(State::Empty);
}

void StatePanel::showReason(const QString &headline, const Error &why)
{
    m_hasContent = false;
    showMessage(glyph(Severity::Failed), headline, why.message, technicalPart(why));
    enter(State::Empty);
}

void StatePanel::showFailed(const Error &error)
{
    if (m_hasContent) {
        m_strip->setToolTip(technicalPart(error));
        showStale(tr("This is not the newest: %1").arg(error.message));
        return;
    }
    showMessage(glyph(Severity::Failed), tr("Not available"), error.message, technicalPart(error), m_retry);
    enter(State::Failed);
}

void StatePanel::showStale(const QString &why)
{
    m_stripText->setText(why);
    m_strip->show();
    enter(State::Stale);
}

void StatePanel::enter(State state)
{
    m_loadingDelay.stop();
    const bool changed = m_state != state;
    m_state = state;
    if (changed)
        Q_EMIT stateChanged(state);
}

void StatePanel::showMessage(const QIcon &icon, const QString &headline, const QString &text,
                             const QString &detail, const QPushButton *offered)
{
    m_icon->setVisible(!icon.isNull());
    m_icon->setPixmap(icon.pixmap(24, 24));
    m_headline->setVisible(!headline.isEmpty());
    m_headline->setText(headline);
    m_text->setVisible(!text.isEmpty());
    m_text->setText(text);
    m_text->setForegroundRole(headline.isEmpty() ? QPalette::PlaceholderText : QPalette::WindowText);
    m_detail->setText(detail);
    m_details->setChecked(false);
    m_detail->hide();
    m_details->setVisible(!detail.isEmpty());
    m_retry->setVisible(offered == m_retry);
    m_cancel->setVisible(offered == m_cancel);
    m_stack->setCurrentWidget(m_message);
}

} // namespace daybook::views
