#pragma once

#include "models/core/error.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace daybook::views {

/// One panel that loads by itself, in the four states every panel has. What was shown stays until something
/// newer is there; a word of loading appears only after 150 ms; a failure says what, and offers Retry and
/// Details. An empty panel is never mistaken for a zero.
class StatePanel : public QWidget
{
    Q_OBJECT
public:
    enum class State { Loading, Empty, Failed, Stale, Content };
    Q_ENUM(State)

    explicit StatePanel(QWidget *parent = nullptr);

    /// The panel takes it over.
    void setContent(QWidget *content);

    /// Whether a first load offers Cancel beside its word.
    void setCancellable(bool cancellable) { m_cancellable = cancellable; }

    State state() const { return m_state; }
    /// False while it loads: a picture of it would lie.
    bool isSettled() const { return m_state != State::Loading; }

    /// Keeps the content, if there is any, until one of the others is called.
    void showLoading(const QString &what = {});
    void showContent();
    /// `why` says why there is nothing, or what to do.
    void showEmpty(const QString &headline, const QString &why = {});
    /// There is nothing to load, for something else failed; its technical part is one click away.
    void showReason(const QString &headline, const Error &why);
    /// Keeps older content under a strip that says so (Stale); without any, Failed.
    void showFailed(const Error &error);
    /// The content stands, but is not the newest; `why` for people.
    void showStale(const QString &why);

Q_SIGNALS:
    void stateChanged(daybook::views::StatePanel::State state);
    void retryRequested();
    void cancelRequested();

private:
    QWidget *buildMessage();
    QWidget *buildStrip();
    void enter(State state);
    void revealLoading();
    void showMessage(const QIcon &icon, const QString &headline, const QString &text, const QString &detail,
                     const QPushButton *offered = nullptr);

    State m_state = State::Loading;
    bool m_hasContent = false;
    bool m_cancellable = false;
    QString m_loadingText;
    QTimer m_loadingDelay;
    QStackedLayout *m_stack;
    QWidget *m_blank;
    QWidget *m_message;
    QWidget *m_holder;
    QVBoxLayout *m_holderLayout;
    QWidget *m_strip;
    QLabel *m_stripText;
    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_text;
    QLabel *m_detail;
    QPushButton *m_retry;
    QPushButton *m_cancel;
    QPushButton *m_details;
};

} // namespace daybook::views
