#!/usr/bin/env bash
# Makes what Google must give before the first command: a project, three APIs, a service account, and its key.
#
# Open https://shell.cloud.google.com, paste this whole file into the terminal there, and press Enter. Run it again
# whenever it stopped: what was made before is found and not made a second time.
#
# MENTORSHIP_PROJECT=ID    take this project instead of making one
#
# Everything runs in a subshell and nothing is read from the terminal: pasted text would be the answer otherwise, and
# a failure would close the terminal it was pasted into.

mentorship_google() (
    set -uo pipefail
    umask 077
    label="made-by=mentorship-gsheets"
    apis=(sheets.googleapis.com forms.googleapis.com gmail.googleapis.com)
    key="$HOME/mentorship/key.json"
    said=""

    stop() {
        printf '✗ %s\n' "$1" >&2
        exit 1
    }

    # Runs gcloud without a question; what it says is kept in $said and never shown whole.
    ask() {
        said=$(gcloud "$@" --quiet </dev/null 2>&1)
    }

    # The one line of gcloud's that says what was wrong, for what no sentence below knows.
    reason() {
        local line
        line=$(grep -m 1 '^ERROR' <<<"$said" || true)
        printf '%s' "${line:-gcloud gave no reason.}"
    }

    says() {
        grep -qiE "$1" <<<"$said"
    }

    known_stops() {
        if says 'terms of service|\btos\b'; then
            stop "This Google account has not accepted the terms of Google Cloud yet. Open https://console.cloud.google.com, accept them there, and run this again."
        elif says 'reauthentication|not currently have an active account|gcloud auth login'; then
            stop "Cloud Shell is not logged in. Press Authorize in its window, or open it anew, and run this again."
        elif says 'quota'; then
            stop "This account may not make more projects. Run this again with one that you have: export MENTORSHIP_PROJECT=ID; the ids are at https://console.cloud.google.com/cloud-resource-manager."
        fi
    }

    # Prints the first line of what gcloud lists; fails as gcloud fails.
    first() {
        local found
        found=$(gcloud "$@" --quiet </dev/null 2>/dev/null) || return 1
        head -n 1 <<<"$found"
    }

    command -v gcloud >/dev/null ||
        stop "There is no gcloud here. Open https://shell.cloud.google.com, where it is installed, and run this there."

    # 1. the project
    project="${MENTORSHIP_PROJECT:-}"
    if [[ -z $project ]]; then
        project=$(first projects list --filter="labels.$label AND lifecycleState=ACTIVE" --format='value(projectId)') ||
            project=""
    fi
    if [[ -z $project ]]; then
        # ids are shared by everybody who uses Google Cloud, so the first that is thought of may be somebody's
        for _ in 1 2 3 4 5; do
            project="mentorship-$(printf '%04x%04x' "$RANDOM" "$RANDOM")"
            if ask projects create "$project" --name=Mentorship --labels="$label"; then
                break
            fi
            if ! says 'already (exists|in use)|ALREADY_EXISTS'; then
                known_stops
                stop "Google did not make a project. $(reason)"
            fi
            project=""
        done
        [[ -n $project ]] || stop "Five project ids were taken already. Run this again; it thinks of others."
        printf '✓ project %s was made\n' "$project"
    else
        printf '✓ project %s\n' "$project"
    fi

    # 2. the APIs; switching on what is on changes nothing
    if ! ask services enable "${apis[@]}" --project="$project"; then
        known_stops
        stop "Not all APIs could be switched on. Open https://console.cloud.google.com/flows/enableapi?apiid=$(IFS=,; printf '%s' "${apis[*]}")&project=$project, do it there, and run this again. $(reason)"
    fi
    printf '✓ Sheets, Forms and Gmail API are on\n'

    # 3. the service account
    robot="mentorship@$project.iam.gserviceaccount.com"
    found=$(first iam service-accounts list --project="$project" --filter="email=$robot" --format='value(email)') || found=""
    if [[ $found != "$robot" ]]; then
        if ! ask iam service-accounts create mentorship --display-name=Mentorship --project="$project" &&
            ! says 'already (exists|in use)|ALREADY_EXISTS'; then
            known_stops
            stop "Google did not make the service account. $(reason)"
        fi
    fi
    printf '✓ service account %s\n' "$robot"

    # 4. the key, which Google shows once
    if [[ -s $key ]] && grep -qF "\"$robot\"" "$key"; then
        printf '✓ its key was made before: %s\n' "$key"
    else
        [[ ! -e $key ]] || stop "$key is there already and belongs to something else. Move it away and run this again."
        mkdir -p "${key%/*}"
        made=no
        # a fresh account is not known everywhere at once
        for wait in 2 4 8 15 15 15; do
            if ask iam service-accounts keys create "$key" --iam-account="$robot" --project="$project"; then
                made=yes
                break
            fi
            # gcloud may leave an empty file behind
            [[ -s $key ]] || rm -f "$key"
            if says 'disableServiceAccountKeyCreation|key creation is not allowed'; then
                stop "Your organisation forbids keys. Log in yourself instead, which needs none: make an OAuth client at https://console.cloud.google.com/auth/clients?project=$project and run: mentorship login --client FILE. Or ask an administrator for an exception to iam.disableServiceAccountKeyCreation for the project $project, and run this again."
            fi
            says 'NOT_FOUND|does not exist|unknown service account' || break
            printf '· Google does not know the new account everywhere yet; trying again in %s seconds\n' "$wait"
            sleep "$wait"
        done
        if [[ $made = no ]]; then
            says 'NOT_FOUND|does not exist|unknown service account' &&
                stop "Google does not know the new account yet. Wait a few minutes and run this again."
            known_stops
            stop "Google did not make a key. $(reason)"
        fi
        [[ -s $key ]] || stop "Google made a key, but $key is empty. Run this again."
        chmod 600 "$key"
        printf '✓ its key: %s\n' "$key"
    fi

    printf '\nNow:\n'
    if command -v cloudshell >/dev/null && cloudshell download "$key" >/dev/null 2>&1; then
        printf '1. Your browser asks where to save key.json: save it.\n'
    else
        printf '1. Download it: in the ⋮ menu of Cloud Shell choose Download, and name %s.\n' "$key"
    fi
    printf '2. On your computer run: mentorship start. It takes the key out of Downloads and goes on from there.\n'
    printf '3. When it is there, delete it here: rm %q\n' "$key"
    printf 'Share the sheet and the form with this address, as editor: %s\n' "$robot"
)
mentorship_google
