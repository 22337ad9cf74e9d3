package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"dev.caravan/bench/internal/job"
)

// An entrance is POST /generate written by hand, with the same answer as Caravan's.
type entrance struct {
	presign *s3.PresignClient
	work    *job.Job
}

// answer is what a caller gets.
type answer struct {
	Message     string  `json:"message"`
	ImagePath   string  `json:"image_path"`
	ID          string  `json:"id"`
	Status      string  `json:"status"`
	URL         string  `json:"url"`
	Model       string  `json:"model"`
	Seed        int64   `json:"seed"`
	ContentType string  `json:"contentType"`
	Bytes       int     `json:"bytes"`
	DurationMs  int64   `json:"durationMs"`
	CostUSD     float64 `json:"costUsd"`
}

// listen returns the port.
func listen(client *s3.Client, work *job.Job) (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	handler := &entrance{s3.NewPresignClient(client), work}
	go func() {
		fmt.Fprintln(os.Stderr, http.Serve(listener, handler))
		os.Exit(1)
	}()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func (e *entrance) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	body, err := e.generate(request)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		http.Error(response, err.Error(), http.StatusInternalServerError)
		return
	}
	response.Header().Set("Content-Type", "application/json")
	response.Write(body)
}

func (e *entrance) generate(request *http.Request) ([]byte, error) {
	begin := time.Now()
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	var asked struct {
		Prompt string `json:"prompt"`
	}
	if err := json.Unmarshal(body, &asked); err != nil {
		return nil, err
	}
	done, err := e.work.Run(request.Context(), job.Accepted(rand.Text(), "http", asked.Prompt))
	if err != nil {
		return nil, err
	}
	url, err := e.presign.PresignGetObject(request.Context(),
		&s3.GetObjectInput{Bucket: aws.String(done.Result.Bucket), Key: aws.String(done.Result.Key)},
		s3.WithPresignExpires(time.Hour))
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer{
		Message:     "Image generated successfully",
		ImagePath:   "s3://" + done.Result.Bucket + "/" + done.Result.Key,
		ID:          done.ID,
		Status:      done.State,
		URL:         url.URL,
		Model:       done.Model,
		Seed:        done.Seed,
		ContentType: done.Result.ContentType,
		Bytes:       done.Result.Bytes,
		DurationMs:  time.Since(begin).Milliseconds(),
		CostUSD:     done.CostUSD,
	})
}
